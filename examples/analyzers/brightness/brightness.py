"""An analyzer for Custos that says when a camera's picture goes dark or is covered.

It needs Python's standard library and OpenCV (Debian: python3-opencv). What Custos asks and
what it takes is described in docs/analyzers.md; a site file starts this by

    analyzers:
      - name: brightness
        command: [/usr/bin/python3, brightness.py]
        rate: 2
        kinds: {view: view.schema.json}
"""

import email.parser
import email.policy
import http.server
import json
import os
import socketserver
import sys

import cv2
import numpy

# A picture is dark below DARK of the full brightness, covered below DETAIL of what edges a
# picture of a place has, and either only when AGREE pictures say so one after the other.
DARK = 0.08
DETAIL = 1.5
AGREE = 2


class Watch:
    """What is known of one camera: the state that was said last, and what came since."""

    def __init__(self):
        self.said = "clear"
        self.new = "clear"
        self.times = 0

    def look(self, picture):
        """Returns the payload of a change, or None."""
        gray = cv2.imdecode(numpy.frombuffer(picture, numpy.uint8), cv2.IMREAD_GRAYSCALE)
        if gray is None:
            raise ValueError("the picture is no JPEG")
        brightness = float(gray.mean()) / 255
        detail = float(numpy.abs(cv2.Laplacian(gray, cv2.CV_32F)).mean())
        state = "dark" if brightness < DARK else "covered" if detail < DETAIL else "clear"
        self.times = self.times + 1 if state == self.new else 1
        self.new = state
        if state == self.said or self.times < AGREE:
            return None
        self.said = state
        return {"state": state, "brightness": round(brightness, 4), "detail": round(detail, 2)}


def parts(content_type, body):
    """Reads multipart/form-data: the parts' contents by their names."""
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    return {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
        for part in message.iter_parts()
    }


cameras = {}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        if self.path != "/analyze":
            self.send_error(404)
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = parts(self.headers["Content-Type"], body)
        about = json.loads(form["metadata"])
        change = cameras.setdefault(about["camera"], Watch()).look(form["picture"])
        events = [] if change is None else [{"kind": "view", "payload": change}]
        answer = json.dumps({"events": events}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass  # Custos counts its questions


class Server(socketserver.UnixStreamServer):
    def handle_error(self, *_):
        # What is wrong is said, and Custos starts this again.
        error = sys.exc_info()[1]
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    Server(os.environ["CUSTOS_SOCKET"], Handler).serve_forever()
