// Package face tells people apart by their faces: it reads what detectors of faces answer,
// lays a face straight, says how good a picture of it is, describes it in numbers, and compares
// it with those that are enrolled. It has no input and output of its own, and decides nothing
// about who may be looked for: package identify does.
package face
