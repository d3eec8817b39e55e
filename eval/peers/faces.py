# OpenCV's face methods on pictures, for `custos eval face`: where its cascades find faces, and
# whom its LBPH takes them for. It is told the pictures and the folds by a file of JSON.
import json, sys, time
import cv2, numpy as np

ask = json.load(open(sys.argv[1]))
pictures = [cv2.imread(p, cv2.IMREAD_GRAYSCALE) for p in ask["pictures"]]
out = {"Version": cv2.__version__, "Detectors": {}, "Boxes": {}, "Said": None}
cv2.setNumThreads(1)
base = "/usr/share/opencv4/"
for name, file in (("LBP cascade", "lbpcascades/lbpcascade_frontalface_improved.xml"), ("Haar cascade", "haarcascades/haarcascade_frontalface_alt2.xml")):
    c = cv2.CascadeClassifier()
    try:
        if not c.load(base + file):
            continue
    except cv2.error:
        continue
    began = time.thread_time()
    out["Boxes"][name] = [[list(map(float, b)) for b in c.detectMultiScale(p, 1.1, 3)] for p in pictures]
    out["Detectors"][name] = {"MS": 1000 * (time.thread_time() - began) / len(pictures)}
if hasattr(cv2, "face"):
    out["Said"] = []
    for fold in ask["folds"]:
        r = cv2.face.LBPHFaceRecognizer_create()
        r.train([pictures[i] for i in fold["train"]], np.array([ask["people"][i] for i in fold["train"]]))
        out["Said"].append([list(map(float, r.predict(pictures[i]))) for i in fold["probes"]])
json.dump(out, sys.stdout)
