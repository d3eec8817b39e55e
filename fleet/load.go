package fleet

import (
	"errors"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Load loads the site file, or the one that `up` left in a data directory, with
// the ports that were chosen for it. Without either it is ./site.yaml, or what stands
// in ./data.
func Load(file, data string) (*service.Site, error) {
	switch {
	case file != "":
	case data != "":
		file, data = filepath.Join(data, "site.yaml"), ""
		if _, err := os.Stat(file); err != nil {
			return nil, custos.Errorf(custos.NotFound, "%s holds no site: name the site file by -c, or the data directory by --data", filepath.Dir(file))
		}
	default:
		file = "site.yaml"
		if inside := filepath.Join("data", "site.yaml"); missing(file) && !missing(inside) {
			file = inside
		}
		if missing(file) {
			return nil, custos.Errorf(custos.NotFound, "there is no site.yaml here: name the site file by -c, or the data directory by --data")
		}
	}
	site, err := service.Load(file)
	if err != nil {
		return nil, err
	}
	if data != "" {
		if site.Data, err = filepath.Abs(data); err != nil {
			return nil, err
		}
	}
	return site, site.LoadPorts()
}

func missing(file string) bool {
	_, err := os.Stat(file)
	return errors.Is(err, os.ErrNotExist)
}
