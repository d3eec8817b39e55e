// An analyzer for Custos that says when much of a picture begins to move, and when it stops.
// It needs Node and no package. What Custos asks and what it takes is described in
// docs/analyzers.md; a site file starts this by
//
//   analyzers:
//     - name: motion
//       command: [/usr/bin/node, motion.mjs]
//       picture: yuv420p
//       rate: 5
//       kinds: {motion: motion.schema.json}
import http from "node:http";

// A pixel has changed when its brightness differs by CHANGED of 255; the picture moves above
// BEGIN of its pixels and rests below END.
const CHANGED = 24, BEGIN = 0.005, END = 0.001;

/** What is known of each camera: the brightness of its last picture, and whether it moves. */
const cameras = new Map();

function look(about, picture) {
  const luma = picture.subarray(0, about.width * about.height);
  if (picture.length !== luma.length * 3 / 2) throw new Error("the picture is not planar YUV 4:2:0");
  const before = cameras.get(about.camera);
  const now = { luma: Buffer.from(luma), moves: before?.moves ?? false };
  cameras.set(about.camera, now);
  if (before?.luma.length !== luma.length) return [];
  let changed = 0;
  for (let i = 0; i < luma.length; i++) if (Math.abs(luma[i] - before.luma[i]) >= CHANGED) changed++;
  const share = changed / luma.length;
  now.moves = share >= (before.moves ? END : BEGIN);
  if (now.moves === before.moves) return [];
  return [{ kind: "motion", payload: { state: now.moves ? "began" : "ended", share: Math.round(share * 1e4) / 1e4 } }];
}

/** The parts of multipart/form-data, by their names. */
function parts(type, body) {
  const boundary = Buffer.from("--" + /boundary="?([^";]+)/.exec(type)[1]);
  const out = {};
  for (let at = body.indexOf(boundary); at >= 0;) {
    const from = at + boundary.length + 2, next = body.indexOf(boundary, from);
    if (next < 0) break;
    const head = body.indexOf("\r\n\r\n", from);
    const name = /name="([^"]*)"/.exec(body.subarray(from, head).toString())[1];
    out[name] = body.subarray(head + 4, next - 2);
    at = next;
  }
  return out;
}

http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    if (request.method !== "POST" || request.url !== "/analyze") return response.writeHead(404).end();
    // An error ends the program: what is wrong is said, and Custos starts it again.
    const form = parts(request.headers["content-type"], Buffer.concat(chunks));
    const events = look(JSON.parse(form.metadata), form.picture);
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ events }));
  });
}).listen(process.env.CUSTOS_SOCKET);
