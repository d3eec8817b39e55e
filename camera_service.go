package custos

// CameraService is what the service of a camera is called on its node: the name under
// which it is registered, which binds what it seals to this camera.
func CameraService(camera string) string { return "camera-" + camera }
