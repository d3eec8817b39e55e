package models

import "custos.dev/custos"

func (m *Locked) convert(map[string][]byte) ([]byte, error) {
	return nil, custos.Errorf(custos.Invalid, "not yet")
}
