// Compiles src/ and writes, for each contract, ABI, bytecode and storage layout to
// artifacts/. They are committed, so that building Custos needs no Node.
//
//     node compile.mjs [DIRECTORY [NAME.sol=FILE]]
//
// writes to another directory, and takes one of src/ from another file, whose warnings are
// let pass: for trying a contract without one of its defences (scripts/mutate).
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const here = dirname(fileURLToPath(import.meta.url));
const contracts = ["Registry", "Capabilities", "Anchors"];

const [to = join(here, "artifacts"), replacement = ""] = process.argv.slice(2);
const [replaced, other] = replacement.split("=");

const sources = {};
for (const name of readdirSync(join(here, "src")).sort()) {
  sources[`src/${name}`] = { content: readFileSync(name === replaced ? other : join(here, "src", name), "utf8") };
}

const output = JSON.parse(
  solc.compile(
    JSON.stringify({
      language: "Solidity",
      sources,
      settings: {
        // The proof-of-work node runs Berlin rules; later targets use opcodes that it lacks.
        evmVersion: "london",
        viaIR: true,
        // Few enough runs that each contract stays below the 24,576 bytes that a chain takes.
        optimizer: { enabled: true, runs: 300 },
        // No metadata hash: the code hash pinned in a trust file must not depend on comments.
        metadata: { bytecodeHash: "none", appendCBOR: false },
        outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.opcodes", "storageLayout"] } },
      },
    }),
    { import: (path) => ({ contents: readFileSync(join(here, "node_modules", path), "utf8") }) },
  ),
);

// The library's own warnings are not ours to mend; ours are.
const ours = (p) => !replaced && p.sourceLocation?.file.startsWith("src/");
const problems = (output.errors ?? []).filter((p) => p.severity === "error" || ours(p));
for (const p of problems) console.error(p.formattedMessage ?? p.message);
if (problems.length > 0) process.exit(1);

// Opcodes that came with London or later: a contract that uses one would deploy, and fail.
const tooNew = ["BASEFEE", "PUSH0", "MCOPY", "TLOAD", "TSTORE", "BLOBHASH", "BLOBBASEFEE"];

mkdirSync(to, { recursive: true });
for (const name of contracts) {
  const c = output.contracts[`src/${name}.sol`][name];
  // What follows the first INVALID is data, whose bytes are no opcodes.
  const code = c.evm.deployedBytecode.opcodes.split(" INVALID")[0].split(" ");
  const used = tooNew.filter((op) => code.includes(op));
  if (used.length > 0) {
    console.error(`${name} uses ${used.join(", ")}, which Berlin rules do not have`);
    process.exit(1);
  }
  const storage = c.storageLayout.storage.map(({ label, slot, offset, type }) => ({ label, slot, offset, type: plain(type) }));
  const structs = Object.fromEntries(
    Object.entries(c.storageLayout.types)
      .filter(([, t]) => t.members)
      .map(([type, t]) => [plain(type), t.members.map(({ label, slot, offset, type }) => ({ label, slot, offset, type: plain(type) }))]),
  );
  writeFileSync(join(to, `${name}.abi.json`), JSON.stringify(c.abi, null, 1) + "\n");
  writeFileSync(join(to, `${name}.bin`), c.evm.bytecode.object + "\n");
  writeFileSync(join(to, `${name}.storage.json`), JSON.stringify({ storage, structs }, null, 1) + "\n");
}

// The compiler numbers its types by their place in the source; the number says nothing.
function plain(type) {
  return type.replace(/\)\d+/g, ")");
}
