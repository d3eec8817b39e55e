// Package cameras is what the site file says of an edge's cameras.
package cameras

import (
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Section are an edge's cameras in the site file.
var Section = service.NodeSection[[]Camera]{Name: "cameras", Check: check, Retired: checkRetired, Across: checkNames, Problems: problems}.Define()

// Camera is a registered source of an edge.
type Camera struct {
	Name string `yaml:"name"`
	// URL is rtsp://host:port/path or file:///path. A password never stands here;
	// see PasswordFile.
	URL string `yaml:"url"`
	// User and PasswordFile are the camera's credentials.
	User         string `yaml:"user,omitempty"`
	PasswordFile string `yaml:"password_file,omitempty"`
	// Transport is tcp or udp; empty is tcp.
	Transport string `yaml:"transport,omitempty"`
	// TLSPin is the SHA-256 of the public key (SubjectPublicKeyInfo) of an rtsps
	// camera, in hexadecimal digits or base64; empty means that the system's authorities vouch
	// for it.
	TLSPin string `yaml:"tls_pin,omitempty"`
	// Audio takes the camera's sound in beside its video, for analyzers. It is not recorded.
	Audio bool `yaml:"audio,omitempty"`
	// AllowLoopback permits a camera on this machine, such as a simulated one.
	AllowLoopback bool `yaml:"allow_loopback,omitempty"`
	// FPS bounds the frames that are analysed per second; 0 is all.
	FPS float64 `yaml:"fps,omitempty"`
	// Width is of the analysed picture in pixels.
	Width int `yaml:"width,omitempty"`
	// Model is the name of the network that looks at it, one of `custos models list`; "" is
	// the best that the site has, NoModel the built-in detector alone.
	Model string `yaml:"model,omitempty"`
	// Embedding is the name of the network that says how people look, for search; "" is
	// by colours alone.
	Embedding string `yaml:"embedding,omitempty"`
	// Segment is the target length of a stored segment.
	Segment time.Duration `yaml:"segment,omitempty"`
	// Once ends the camera's work when its source ends; else it is opened again.
	Once bool `yaml:"once,omitempty"`
}

// NoModel says that no network looks at a camera.
const NoModel = "none"

// Of returns a node's cameras. They are the site's own.
func Of(n *service.Node) []Camera { return Section.Get(n) }

// At returns a node with cameras, for sites that programs make.
func At(n service.Node, all ...Camera) service.Node { return Section.With(n, all) }

// Has says whether a node has a camera of a name.
func Has(n *service.Node, name string) bool { return named(Of(n), name) }

func named(all []Camera, name string) bool {
	return slices.ContainsFunc(all, func(c Camera) bool { return c.Name == name })
}

// ID returns a camera's resource.
func ID(s *service.Site, n *service.Node, c *Camera) custos.CameraID {
	return s.Domain(n) + custos.Resource("/"+c.Name)
}
