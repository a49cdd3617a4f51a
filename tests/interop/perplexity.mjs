// Perplexity of each GGUF given on a text, in llama.cpp, and the mean Kullback-Leibler divergence of its predictions
// from the first one's. Chunks of half a context are scored, each after half a context of text, as llama-perplexity
// does. Prints one JSON object {path: {perplexity, divergence, tokens}}.
// Usage: node perplexity.mjs TEXT ORIGINAL FILE...
import {readFileSync} from "node:fs";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const contextSize = 256;
const [textPath, ...paths] = process.argv.slice(2);
const text = readFileSync(textPath, "utf8");
const llama = await getLlama({gpu: false, build: "never", skipDownload: true, maxThreads: 2, logLevel: LlamaLogLevel.error});

// The logarithm of each probability, indexed by token.
function logSoftmax(logits, size) {
  const values = new Float64Array(size).fill(-Infinity);
  let largest = -Infinity;
  for (const [token, logit] of logits) {
    values[token] = logit;
    if (logit > largest) largest = logit;
  }
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  const shift = largest + Math.log(sum);
  return Float32Array.from(values, (value) => value - shift);
}

function divergence(original, other) {
  let sum = 0;
  for (let token = 0; token < original.length; ++token)
    if (original[token] > -60) sum += Math.exp(original[token]) * (original[token] - other[token]);
  return sum;
}

async function measure(path, originals, keep) {
  const model = await llama.loadModel({modelPath: path});
  const context = await model.createContext({contextSize, sequences: 1});
  const sequence = context.getSequence();
  const vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
  const tokens = model.tokenize(text);
  const half = contextSize / 2;
  let logLikelihood = 0, kl = 0, count = 0;
  for (let start = 0; start + contextSize <= tokens.length; start += half) {
    const chunk = tokens.slice(start, start + contextSize);
    await sequence.clearHistory();
    const items = chunk.map((token, index) => index >= half - 1 && index < contextSize - 1 ? [token, {generateNext: {logits: true}}] : token);
    const results = await sequence.controlledEvaluate(items);
    for (let index = half - 1; index < contextSize - 1; ++index) {
      const logs = logSoftmax(results[index].next.logits, vocabulary);
      logLikelihood += logs[chunk[index + 1]];
      if (keep) originals.push(logs);
      else kl += divergence(originals[count], logs);
      ++count;
    }
  }
  await context.dispose();
  await model.dispose();
  return {perplexity: Math.exp(-logLikelihood / count), divergence: kl / count, tokens: count};
}

const originals = [];
const results = {};
for (const path of paths) results[path] = await measure(path, originals, path === paths[0]);
console.log(JSON.stringify(results));
await llama.dispose();
