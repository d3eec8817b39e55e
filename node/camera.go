package node

import (
	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// CameraService names the service of a camera.
func CameraService(camera string) string { return custos.CameraService(camera) }

// RingSocket is where a camera hands its frames to the analyzers of its node.
func RingSocket(site *service.Site, n custos.NodeName, camera string) string {
	return service.SocketPath(site, custos.NewServiceID(n, CameraService(camera)), "ring")
}

// RingSubject is what a reader signs to be given a camera's frames.
func RingSubject(camera custos.CameraID) string { return "ring." + camera.Token() }

// CameraRequest is what a master passes on to a camera for a caller. The camera
// verifies the caller's own signature and decides by the caller's own rights:
// that the master may is not enough.
type CameraRequest struct {
	Caller access.Envelope `json:"caller"`
	// Action is the right that the caller uses.
	Action custos.Action `json:"action"`
	// Segments are wanted for a recording, and to find a snapshot in.
	Segments []observe.Segment `json:"segments,omitempty"`
	// Frame is of which moment a snapshot is wanted.
	Frame custos.FrameRef `json:"frame"`
	// Pictures are of which moments, in stream time, a recording is followed by a picture: JPEG,
	// after four bytes that say how long it is; no bytes where there is none. A caller's
	// signature serves for one request, so evidence asks for both at once. Services of before send
	// none.
	Pictures []custos.FrameRef `json:"pictures,omitempty"`
	// Body is what the caller signed, where that counts: an order to erase.
	Body []byte `json:"body,omitempty"`
	// By is who the caller is, which the camera's service finds out itself.
	By custos.Address `json:"-"`
}
