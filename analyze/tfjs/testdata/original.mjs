// Runs a graph model by TensorFlow.js, as the original of what is converted:
//   node original.mjs PACKAGES BACKEND MODEL.json WIDTH HEIGHT RUNS OUT
// The input's numbers come by standard input as floats of 32 bits, the channels last. It
// writes OUT.json (shapes, the median time of a run) and OUT.bin (all outputs as floats).
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [, , packages, backend, file, width, height, runs, out] = process.argv;
const require = createRequire(path.join(path.resolve(packages), 'package.json'));
const tf = require('@tensorflow/tfjs-core');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');
if (backend === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(1);
  wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + '/');
} else {
  require('@tensorflow/tfjs-backend-cpu');
}
await tf.setBackend(backend);
await tf.ready();

const json = JSON.parse(fs.readFileSync(file));
const groups = json.weightsManifest;
const data = Buffer.concat(groups.flatMap((g) => g.paths).map((p) => fs.readFileSync(path.join(path.dirname(file), p))));
const model = await loadGraphModel({
  load: async () => ({
    modelTopology: json.modelTopology, format: json.format, signature: json.signature, userDefinedMetadata: json.userDefinedMetadata,
    weightSpecs: groups.flatMap((g) => g.weights), weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  }),
});
const open = [1, +height, +width, 3];
const shape = model.inputs[0].shape.map((d, i) => (d < 0 ? open[i] : d));
const raw = fs.readFileSync(0);
const numbers = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
const type = model.inputs[0].dtype;
const x = tf.tensor(type === 'int32' ? Int32Array.from(numbers) : numbers, shape, type);
const names = json.signature?.outputs ? Object.values(json.signature.outputs).map((o) => o.name) : model.outputNodes;
const times = [];
let results;
for (let i = 0; i <= +runs; i++) {
  const from = process.hrtime.bigint();
  results = [model.execute({ [model.inputNodes[0]]: x }, names)].flat();
  results.forEach((t) => t.dataSync());
  times.push(Number(process.hrtime.bigint() - from) / 1e6);
}
const later = times.slice(runs > 0 ? 1 : 0).sort((a, b) => a - b); // the first compiles
fs.writeFileSync(out + '.json', JSON.stringify({ milliseconds: later[later.length >> 1], outputs: results.map((t, i) => ({ name: names[i], shape: t.shape })) }));
fs.writeFileSync(out + '.bin', Buffer.concat(results.map((t) => Buffer.from(Float32Array.from(t.dataSync()).buffer))));
process.exit(0); // the runtime's threads would keep it
