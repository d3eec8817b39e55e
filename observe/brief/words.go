package brief

import "strings"

// words are strings that have a sign, by their number: names of fields and what stands in them
// most often. More are added at the end; none ever changes or goes, since bodies are kept by them.
var words = append(strings.Fields(`
x y w h time box boot seq pts number hash
track class frame zone transition inside rule act since value trajectory suspicion score reasons at weight direction others
v frames span classes most aspect data model
from until points look embedding by numbers returns
method upper lower speed size
index file bytes sha256 prev pts_end base longest codec width height
state reason dropped counts packets lost late pictures broken restamped undecoded connections clock_offset
principal action resource allowed capability count
service first last block closed root kind payload objects
enter leave dwell cross loiter run wrong_way crowd abandoned removed fall follow
left_to_right right_to_left
person car bicycle motorcycle bus truck
up up-right right down-right down down-left left up-left stays small medium large
black grey white red orange brown yellow green blue purple pink
started ended gap odd
events live footage control features cameras
avc1.64001f hvc1.1.6.L93.B0
custos-look/2
`), "custos-mixture/2 modes=5 memory=500 height=0.07-0.9")

// shapes are the keys of objects that come most often, in their order, by their number. As words
// they are only ever added to; a sign has room for 32.
var shapes = []string{
	"x y w h",
	"boot seq pts",
	"time box",
	"zone transition track class frame box inside",
	"rule act zone track class frame box since value trajectory suspicion",
	"rule act zone track class frame box direction since value trajectory suspicion",
	"rule act track class frame box direction since value trajectory suspicion",
	"rule act track class frame box since value trajectory suspicion",
	"score",
	"score reasons",
	"rule act at weight",
	"v frames span classes most aspect data",
	"v frames span classes most model aspect data",
	"track class from until frames points look aspect",
	"track class from until frames points look returns aspect",
	"track class from until frames points look",
	"track class trajectory from until method look upper lower direction speed size",
	"track class trajectory from until method look upper direction speed size",
	"track class trajectory from until method look lower direction speed size",
	"index boot file bytes sha256 prev from until pts pts_end base longest codec width height frames",
	"principal action resource allowed reason capability from until count bytes",
	"service principal boot first last prev block closed root",
	"number hash",
}

var (
	wordNumbers  = map[string]int{}
	shapeNumbers = map[string]int{}
	// shapeKeys are the shapes' keys, each as it stands in JSON.
	shapeKeys [][]string
)

func init() {
	for i, w := range words {
		wordNumbers[w] = i
	}
	for i, s := range shapes {
		shapeNumbers[s] = i
		var keys []string
		for _, k := range strings.Fields(s) {
			keys = append(keys, `"`+k+`":`)
		}
		shapeKeys = append(shapeKeys, keys)
	}
}
