// Package object finds moving people and vehicles in the frames of a fixed
// camera, in pure Go and without training. A mixture of up to five Gaussians
// for each pixel learns what the empty scene looks like; what fits none of them
// and is no shadow is grouped into components, and those are cut into boxes.
//
// The detector keeps state from frame to frame: use one for each camera.
package object
