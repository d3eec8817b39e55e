package evidence

import (
	"fmt"
	"strings"
)

// sentence is what a claim says when it holds. What stands in braces is put in. Whatever
// it names is bound by a proof, by the trust file or by being said to be somebody's own
// word: TestEveryNounHasItsLie holds every sentence, and each of its nouns, against a
// bundle that lies about it.
type sentence string

// The sentences, by the claim they belong to. A verifier says nothing else of what holds.
var sentences = map[string]sentence{
	"form":       "every byte is accounted for",
	"checkpoint": "the log {log} at {leaves} leaves, signed by both of its keys",
	"witnesses":  "cosigned by {owners}: by the trust file {many} of the {all} owners at block {block}, {threshold} needed then",
	"chain":      "{headers} headers, the first the genesis of the trust file, each later one with its proof of work, by the engine {engine}",
	"chain/word": "the chain up to block {block} is so by the word of {owners}, by the trust file {many} of the {all} owners at that block, {threshold} needed then, who cosigned its headers; {headers} of them are here, the first the genesis of the trust file, each later one with its proof of work, by the engine {engine}",
	"confirmed":  "{depth} blocks stand on block {block} of {time}, whose state is proved here: {finality}",
	"anchor":     "at block {block} the contract had this checkpoint as the newest of the log, under the signer and the domain of the trust file",

	"chain/present": "the chain up to block {block} is so by the word of {owners}, {many} of the {all} owners in the trust file, {threshold} needed, who cosigned its headers; {headers} of them are here, the first the genesis of the trust file, each later one with its proof of work, by the engine {engine}",
	"chain/run":     "; the last {blocks}, up to block {head}, by their work alone",
	"word":          "at block {block}, the last of those cosigned headers, the contract had {owners} as active owners under these witness keys, and asked for {threshold} of its {all} owners",
	"word/present":  "at block {block}, the last of those cosigned headers, the contract had {owners} as active owners under these witness keys, and asked for {threshold} owners",

	"witnesses/present": "cosigned by {owners}: {many} of the {all} owners in the trust file, {threshold} needed",
	"witnesses/others":  "; not counted, since they were no owners then: {others}",
	"owner/until":       "{owner} (an owner until block {until})",
	"owner/from":        "{owner} (an owner from block {from} on)",
	"owner/key":         "{owner} (by a witness key that counted until block {until})",
	"owner/account":     "{owner} (by an account that owned {domain} until block {until})",
	"owner/later":       "{owner} (by a witness key that counts from block {from} on)",
	"owners":            "at block {block} the contract had {owners} as active owners under these witness keys, and asked for {threshold} of its {all} owners",
	"owners/present":    "at block {block} the contract had {owners} as active owners under these witness keys, and asked for {threshold} owners",

	"registry":       "at block {block} the contract had {services} as active services of {owner}, the active owner of {domain}, each under its key",
	"registry/older": "at block {block} the contract had {keys} keys as active services of {owner}, the active owner of {domain}",
	"names/older":    "which service of {owner} each key is, is not proved by a bundle of this older form: services, cameras and edges are named by their own word. Export it again to have them proved",

	"statement":       "every file is the one that {exporter} signed, the master of the log, by its key {key}",
	"statement/older": "every file is the one that the master of the log signed, by its key {key}",

	"event":          "{event} stands in a batch that {service} signed, leaf {leaf} of the log; it says that it is about {resource}, which lies in {domain}",
	"event/own":      "{event} stands in a batch that {service} signed, leaf {leaf} of the log; it is about its own camera {resource}",
	"event/unknown":  "; what it says is proved and not read: its kind {kind} is not known to this version",
	"event/form":     "; what it says is proved and not read: this version does not know this form of the kind {kind}",
	"event/fields":   "; this version does not know its {fields}",
	"event/older":    "the event stands in a batch that a service of {owner} signed, leaf {leaf} of the log; it says that it is {event} by {service}, about {resource}, which lies in {domain}",
	"time":           "committed between {from} (block {first}, which its batch names) and {until} (block {last}, whose state is proved), by the miners' clocks; {clock} said {said}",
	"time/footage":   "; its footage was committed after {from} (block {first})",
	"stretch":        "the bundle is about {camera} from {from} until {until}",
	"time/stretch":   "its footage was committed between {from} (block {first}, the first that its batches name) and {until} (block {last}, whose state is proved), by the miners' clocks",
	"footage":        "{many} of {camera}, byte for byte as {service} sealed it, as long as it claims: from {from} until {until} by the clock of {node}",
	"footage/older":  "{many} that a service of {owner} sealed as {service}, of {camera} by its own word, byte for byte, as long as it claims: from {from} until {until} by its own clock",
	"footage/lead":   "; the {lead} before, from {from} on, only serve to decode it",
	"footage/before": "; the {lead} before, from {from} on, end before what it is about",
	"footage/late":   "; the bundle has nothing of the first {late}",
	"footage/early":  "; the bundle has nothing of the last {early}",
	"footage/format": "; the picture changes from {a} to {b} at {time}",
	"footage/unread": "; whether it shows the event, only a version that knows the kind {kind} can tell",
	"footage/none":   "not included: this proves the event alone, not what the camera saw",
	"footage/kind":   "not included: no footage shows an event of the kind {kind}",
	"report":         "report.html describes the bundle in the exporter's own words and pictures, and proves nothing",
	"gaps":           "nothing was sealed {gaps}",
	"gaps/between":   "from {from} until {until}: {service} {says}",
	"gaps/older":     "from {from} until {until}: a segment beside it is of a form that told of no gaps",
	"gaps/beside":    "beside the footage, by its word alone: {gaps}",
	"gaps/alone":     "from {from} until {until} {service} recorded nothing and {says}",
}

// nouns are what is put into a sentence.
type nouns map[string]any

// say fills a sentence in.
func say(name string, n nouns) string {
	s := sentences[name]
	pairs := make([]string, 0, 2*len(n))
	for noun, v := range n {
		pairs = append(pairs, "{"+noun+"}", fmt.Sprint(v))
	}
	return strings.NewReplacer(pairs...).Replace(string(s))
}
