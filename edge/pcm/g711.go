package pcm

import "custos.dev/custos"

// companded are the values of G.711's bytes, from -1 to 1 (ITU-T G.711, tables 1 and 2).
var companded = func() (out struct{ mu, a [256]float32 }) {
	for i := range 256 {
		out.mu[i], out.a[i] = float32(muLaw(byte(i)))/32768, float32(aLaw(byte(i)))/32768
	}
	return out
}()

// muLaw is the value of a byte of μ-law, in 16 bits.
func muLaw(b byte) int {
	b = ^b
	v := (int(b&0x0f)<<3+0x84)<<(b>>4&7) - 0x84
	if b&0x80 != 0 {
		return -v
	}
	return v
}

// aLaw is the value of a byte of A-law, in 16 bits.
func aLaw(b byte) int {
	b ^= 0x55
	v := int(b&0x0f)<<4 + 8
	if segment := b >> 4 & 7; segment > 0 {
		v = (v + 0x100) << (segment - 1)
	}
	if b&0x80 == 0 {
		return -v
	}
	return v
}

// plain decodes what needs no decoder into one channel: the channels' mean.
func plain(s *custos.Sound, out []float32) []float32 {
	c := s.Channels
	value := func(i int) float32 { return float32(int16(uint16(s.Data[2*i])|uint16(s.Data[2*i+1])<<8)) / 32768 }
	switch s.Format {
	case custos.SoundPCMU:
		value = func(i int) float32 { return companded.mu[s.Data[i]] }
	case custos.SoundPCMA:
		value = func(i int) float32 { return companded.a[s.Data[i]] }
	}
	for i := range s.Samples {
		sum := float32(0)
		for k := range c {
			sum += value(i*c + k)
		}
		out = append(out, sum/float32(c))
	}
	return out
}
