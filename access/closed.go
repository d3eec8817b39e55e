package access

// Close has the index answer as if nothing fresh were known of anybody's rights, for a
// reason: the contracts that it follows are not those that count any more. An owner's own
// services on one node go on, as in docs/adr/0012. "" opens it again.
func (x *Index) Close(why string) {
	if why == "" {
		x.closed.Store(nil)
		return
	}
	x.closed.Store(&why)
}
