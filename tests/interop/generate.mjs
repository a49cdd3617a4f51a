// Loads each GGUF given in llama.cpp and generates greedily from one prompt; prints one JSON object {path: text}.
// Usage: node generate.mjs FILE...
import {getLlama, LlamaCompletion, LlamaLogLevel} from "node-llama-cpp";

const prompt = "It was a dark and stormy night";
const llama = await getLlama({gpu: false, build: "never", skipDownload: true, maxThreads: 2, logLevel: LlamaLogLevel.error});
const texts = {};
for (const path of process.argv.slice(2)) {
  const model = await llama.loadModel({modelPath: path});
  const context = await model.createContext({contextSize: 256, sequences: 1});
  const completion = new LlamaCompletion({contextSequence: context.getSequence()});
  texts[path] = await completion.generateCompletion(prompt, {maxTokens: 48, temperature: 0});
  await context.dispose();
  await model.dispose();
}
console.log(JSON.stringify(texts));
await llama.dispose();
