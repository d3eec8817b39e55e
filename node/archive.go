package node

import "custos"

// ArchiveSubject is where a camera that was taken out of the site file answers for its
// recordings: "recording" and "snapshot". It is named by its service and not by its
// camera, since another service may have a camera of the name now.
func ArchiveSubject(id custos.ServiceID, what string) string {
	return "archive." + id.Subject() + "." + what
}
