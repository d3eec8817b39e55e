package eval

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"custos.dev/custos"
	"custos.dev/custos/analyze/sound"
	"custos.dev/custos/edge/pcm"
	"custos.dev/custos/term"
)

// Clips are those of a directory, in the order of their names, with the fold of each: 0 where
// its name begins with no number and a hyphen, as ESC-10's do.
type Clips struct {
	Clips []sound.Clip
	Folds []int
	// Files are the clips' names, below the directory.
	Files []string
}

// What is read of one file and of one directory.
const (
	clipLength = 5 * time.Second
	fileLength = time.Minute
	mostFiles  = 20_000
)

var (
	// numbered is how ESC-10 numbers its classes, folded how it names the fold of a clip.
	numbered = regexp.MustCompile(`^\d+ - `)
	folded   = regexp.MustCompile(`^(\d)-`)
)

// ReadClips reads a directory with a folder for each class, of sound files of any kind that
// ffmpeg reads. A file longer than five seconds is cut into as many clips. Files that hold no
// sound are left out, and notes say which.
func ReadClips(ctx context.Context, dir string, notes io.Writer) (*Clips, error) {
	type file struct {
		path, class string
		fold        int
		samples     []float32
		err         error
	}
	var files []file
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the clips' directory cannot be read: %w", err)
	}
	for _, d := range folders {
		if !d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			continue
		}
		all, err := os.ReadDir(filepath.Join(dir, d.Name()))
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "the clips' directory cannot be read: %w", err)
		}
		class := strings.ToLower(custos.Plain(numbered.ReplaceAllString(d.Name(), "")))
		if len(class) > 64 {
			return nil, custos.Errorf(custos.Invalid, "the folder %s has too long a name for a class: use 64 letters at most", d.Name())
		}
		for _, f := range all {
			if f.Type().IsRegular() && !strings.HasPrefix(f.Name(), ".") {
				fold := 0
				if m := folded.FindStringSubmatch(f.Name()); m != nil {
					fold, _ = strconv.Atoi(m[1])
				}
				files = append(files, file{path: filepath.Join(dir, d.Name(), f.Name()), class: class, fold: fold})
			}
		}
	}
	if len(files) == 0 || len(files) > mostFiles {
		return nil, custos.Errorf(custos.Invalid, "%s holds %d clips: give a directory with a folder for each class, of 1 to %d files in all", dir, len(files), mostFiles)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range files {
		g.Go(func() error {
			f := &files[i]
			f.samples, f.err = pcm.File(ctx, f.path, fileLength)
			if custos.KindOf(f.err) == custos.Unavailable || ctx.Err() != nil {
				return f.err // ffmpeg is missing: no file can be read
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	c := &Clips{}
	for _, f := range files {
		if f.err != nil {
			term.Printf(notes, "left out: %v\n", f.err)
			continue
		}
		const most = int(clipLength/time.Second) * pcm.Rate
		for part := range slices.Chunk(f.samples, most) {
			if len(part) < most/2 && len(f.samples) > most {
				continue // the rest of a long file
			}
			name, _ := filepath.Rel(dir, f.path)
			c.Clips = append(c.Clips, sound.Clip{Class: f.class, Samples: part})
			c.Folds, c.Files = append(c.Folds, f.fold), append(c.Files, name)
		}
	}
	return c, nil
}

// TrainAudio learns the classes of a directory's clips.
func TrainAudio(ctx context.Context, dir string, seed uint64, notes io.Writer) (*sound.Weights, error) {
	clips, err := ReadClips(ctx, dir, notes)
	if err != nil {
		return nil, err
	}
	examples, err := sound.Describe(ctx, clips.Clips, seed)
	if err != nil {
		return nil, err
	}
	return sound.Train(ctx, examples, seed)
}
