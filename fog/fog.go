// Package fog is a domain's master: it commits what its services observed to
// database and log, has the log witnessed by the other owners and anchored on
// the ledger, answers questions, and exports evidence.
package fog
