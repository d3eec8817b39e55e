package evidence

import (
	"encoding/json"
	"fmt"

	"custos.dev/custos"
)

// signed checks that a statement is about exactly these files, and notes whose it is.
func (v *verification) signed(p *opened) error {
	env, files := p.env, p.signed
	payload, by, err := openEnvelope(payloadType, env)
	if err != nil {
		return err
	}
	var st statement
	if err := canonical(payload, &st); err != nil {
		return err
	}
	if by != st.Predicate.Exporter {
		return custos.Errorf(custos.Corrupt, "the statement says it is by %s, it is signed by %s", st.Predicate.Exporter, by)
	}
	v.Signed = by
	if st.PredicateType != predicateType || len(st.Subject) != len(files) {
		return custos.Errorf(custos.Corrupt, "the statement is about %d files, the bundle has %d", len(st.Subject), len(files))
	}
	for i, f := range files {
		if s := st.Subject[i]; s.Name != f.name || len(s.Digest) != 1 || s.Digest["sha256"] != fmt.Sprintf("%x", f.sum) {
			return custos.Errorf(custos.Corrupt, "%s is not the file that was signed", f.name)
		}
	}
	if v.b.Stretch != nil {
		if st.Predicate.Event != "" || st.Predicate.Stretch == nil || *st.Predicate.Stretch != *v.b.Stretch {
			return custos.Errorf(custos.Corrupt, "the statement is not about this stretch")
		}
		return nil
	}
	var e custos.Event
	if err := json.Unmarshal(v.b.Subject.Body, &e); err != nil || e.ID() != st.Predicate.Event || st.Predicate.Stretch != nil {
		return custos.Errorf(custos.Corrupt, "the statement is about the event %s", plain(string(st.Predicate.Event)))
	}
	return nil
}

// statement: the exporter, who is the log's master, signed exactly these files. For whom
// he says that he did is his own word, and not said.
func (v *verification) statement(err error) {
	exporter, known := v.speakers[v.Signed]
	switch {
	case err != nil:
	case v.log.Origin == "":
		err = custos.Errorf(custos.Corrupt, "there is no log whose master could have signed it")
	case v.Signed != v.log.Signer:
		err = custos.Errorf(custos.Corrupt, "it is signed by %s, the log's master has the key %s", v.Signed, v.log.Signer)
	case !known && v.unknowable():
		err = custos.Errorf(custos.Unavailable, "whether the exporter's key is registered cannot be known without the chain")
	case !known:
		err = custos.Errorf(custos.Corrupt, "the exporter's key is not proved to be registered")
	}
	if v.named {
		v.claim("statement", err, say("statement", nouns{"exporter": plain(string(exporter.name)), "key": v.Signed}))
		return
	}
	v.claim("statement", err, say("statement/older", nouns{"key": v.Signed}))
}
