"""OpenCV's detectors on footage, for comparison: mog2 finds what moves, hog people.

Usage: opencv.py mog2|hog VIDEO WIDTH EVERY. Looks at every so many-th frame, from the first,
scaled to a width. Prints a line for each box, as MOTChallenge has
them, in pixels of the footage, and at the end the CPU a frame in milliseconds.
"""
import sys
import time

import cv2
import numpy as np

method, video, width, every = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
cv2.setNumThreads(1)
source = cv2.VideoCapture(video)
# MOG2 as it comes: 500 frames of memory, shadows told apart. What is cleaned and what
# counts as an object is as in custos: small holes closed, a height of 7 to 90 %.
background = cv2.createBackgroundSubtractorMOG2(history=500, varThreshold=16, detectShadows=True)
people = cv2.HOGDescriptor()
people.setSVMDetector(cv2.HOGDescriptor_getDefaultPeopleDetector())
small, large = np.ones((3, 3), np.uint8), np.ones((9, 5), np.uint8)


def moving(picture):
    mask = background.apply(picture)
    mask = np.where(mask == 255, np.uint8(255), np.uint8(0))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, small)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, large)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    height = picture.shape[0]
    for x, y, w, h, area in stats[1:count]:
        if 0.07 * height <= h <= 0.9 * height and area >= 0.3 * w * h and h >= 0.8 * w:
            yield x, y, w, h, 1.0


def upright(picture):
    boxes, weights = people.detectMultiScale(picture, winStride=(8, 8), scale=1.05)
    for (x, y, w, h), weight in zip(boxes, np.ravel(weights)):
        # Its window has a margin around the person.
        yield x + 0.12 * w, y + 0.05 * h, 0.76 * w, 0.9 * h, float(weight)


detect = {"mog2": moving, "hog": upright}[method]
frame, looks, spent = 0, 0, 0.0
while True:
    ok, picture = source.read()
    if not ok:
        break
    frame += 1
    if (frame - 1) % every:
        continue
    looks += 1
    scale = picture.shape[1] / width
    picture = cv2.resize(picture, (width, round(picture.shape[0] / scale)), interpolation=cv2.INTER_AREA)
    began = time.process_time()
    boxes = list(detect(picture))
    spent += time.process_time() - began
    for x, y, w, h, score in boxes:
        print(f"{frame},-1,{x * scale:.2f},{y * scale:.2f},{w * scale:.2f},{h * scale:.2f},{score:.4f}")
print(f"# {cv2.__version__} {1000 * spent / max(looks, 1):.3f}")
