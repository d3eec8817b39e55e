// Package plate finds and reads the licence plates of vehicles. Networks find and read text
// where the site has them; without them plates are found by their strokes and read by a small
// network of our own, which `custos train plate` makes. It has no input and output of its own
// and is deterministic.
package plate
