package cli

import (
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/eval"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func evalCommand() *cobra.Command {
	c := &cobra.Command{Use: "eval", Short: "Measure against ground truth how well it sees and hears"}
	c.AddCommand(evalVisionCommand(), evalTracksCommand(), evalDetectionsCommand(), evalAudioCommand(), evalPlateCommand(), evalFaceCommand(), evalGestureCommand())
	return c
}

func evalTracksCommand() *cobra.Command {
	var e eval.Tracks
	c := &cobra.Command{
		Use:   "tracks",
		Short: "Compare tracks with ground truth: our tracker's on given detections, or given ones",
		Long: `Compare tracks with ground truth in MOTChallenge's text format: MOTA and IDF1 at an overlap of
0.5, and HOTA. --det gives detections to our own tracker; --tracks compares tracks that
something else has made.`,
	}
	c.Flags().StringVar(&e.Truth, "gt", "", "the ground truth's `file`")
	c.Flags().StringVar(&e.Detections, "det", "", "the `file` of detections for our tracker")
	c.Flags().StringVar(&e.Tracks, "tracks", "", "the `file` of tracks to compare as they are")
	c.Flags().StringVar(&e.Size, "size", "", "the picture's size in pixels as `WIDTHxHEIGHT` (default: what the ground truth reaches to)")
	c.Flags().Float64Var(&e.Rate, "fps", 25, "frames a second")
	_ = c.MarkFlagRequired("gt")
	c.MarkFlagsOneRequired("det", "tracks")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) { return e.Run(cmd.ErrOrStderr()) })
}

func evalDetectionsCommand() *cobra.Command {
	var e eval.Detections
	c := &cobra.Command{
		Use:   "detections",
		Short: "Look at footage by a detector, follow what it sees, and compare both with ground truth",
	}
	c.Flags().StringVar(&e.Truth, "gt", "", "the ground truth's `file`, in pixels of the footage")
	c.Flags().StringVar(&e.Video, "video", "", "the footage's `file`")
	c.Flags().StringVar(&e.Model, "model", "", "the ONNX model's `file` (default: the built-in detector, which needs none)")
	c.Flags().BoolVar(&e.Always, "always", false, "let the model look at each frame, not five times a second where something moves")
	c.Flags().StringVar(&e.Save, "save", "", "write the detections to this `file`, as MOTChallenge has them, for eval tracks --det")
	c.Flags().StringVar(&e.SaveTracks, "save-tracks", "", "write the tracks to this `file`, as MOTChallenge has them, for eval tracks --tracks and other programs")
	c.Flags().StringVar(&e.Pictures, "pictures", "", "write the frames in which most goes wrong to this `directory`")
	c.Flags().IntVar(&e.Width, "width", 0, "to how many `pixels` the picture is scaled first (default: 384, or as the model takes it)")
	_ = c.MarkFlagRequired("gt")
	_ = c.MarkFlagRequired("video")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) { return e.Run(cmd.Context()) })
}

func evalVisionCommand() *cobra.Command {
	var dir, networks string
	c := &cobra.Command{
		Use:   "vision",
		Short: "Measure detectors and tracker on the clips that docs/accuracy.md speaks of",
		Long: `Measure detectors and tracker on the clips that docs/accuracy.md speaks of. The data
directory holds mot15/PETS09-S2L1/gt.txt, mot15/TUD-Campus/{gt.txt,TUD-Campus.mp4}, any other
mot15/NAME/{gt.txt,NAME.mp4}, and models/yolox_nano.onnx; what of it is missing is skipped, with a
sentence. The footage of PETS09-S2L1 is Debian's, as for the demo. The network is the one that a
site would use; make models brings it. The tracker stands beside SORT on each mot15/NAME that has
gt.txt and det.txt, at the rate and size of its seqinfo.ini.`,
	}
	c.Flags().StringVar(&dir, "data-dir", "", "the `directory` with ground truth, footage and models")
	c.Flags().StringVar(&networks, "models", "", "the `directory` of a site's networks (default: the user's cache, where custos models fetch keeps them)")
	_ = c.MarkFlagRequired("data-dir")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		networks, err := storeOr(networks)
		if err != nil {
			return nil, err
		}
		return eval.Vision(cmd.Context(), dir, networks, cmd.ErrOrStderr())
	})
}

// storeOr is a directory of networks, where none is named the user's cache.
func storeOr(dir string) (string, error) {
	if dir != "" {
		return dir, nil
	}
	return models.DefaultStore()
}
