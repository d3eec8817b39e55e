package face

// Kind is a network as Recognise has it, with the name that it goes by.
type Kind struct {
	Name   string
	Form   Form
	Layout Layout
}

// Detects reports that it finds faces; else it describes them.
func (k Kind) Detects() bool { return k.Form == YuNetForm || k.Form == BlazeForm }

// Before says which of two that do the same is taken where nobody has chosen: YuNet before
// BlazeFace, since it sees small and turned faces (docs/accuracy.md), and of one form the one with
// the smaller picture, which costs less; an embedding that was trained for faces alone before
// faceres, which tells age as well.
func (k Kind) Before(o Kind) bool {
	rank := map[Form]int{YuNetForm: 0, BlazeForm: 1, EmbeddingForm: 2, FaceResForm: 3}
	a, b := rank[k.Form], rank[o.Form]
	if a == b {
		a, b = k.Layout.Width, o.Layout.Width
	}
	return a < b || a == b && k.Name < o.Name
}
