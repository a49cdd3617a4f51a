// make_model SHAPE FILE [--random]: writes a made-up model, sparse (no weights on the disk) or with random weights.
#include <exception>
#include <iostream>
#include <string_view>

#include "tests/support/synthetic_model.h"

int main(int count, char** arguments) {
  const bool random = count == 4 && std::string_view(arguments[3]) == "--random";
  if (count != 3 && !random) {
    std::cerr << "usage: make_model SHAPE FILE [--random]\n"
                 "SHAPE: llama2-7b llama3-8b llama2-70b llama3.2-1b mixtral-8x7b qwen2.5-0.5b qwen3-30b-a3b phi3-mini "
                 "demo\n";
    return 2;
  }
  try {
    halftone::test::ModelShape shape = halftone::test::namedShape(arguments[1]);
    shape.tokenizer = true;
    if (random)
      halftone::test::writeRandomModel(arguments[2], shape);
    else
      halftone::test::writeSparseModel(arguments[2], shape);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
