"""Opens each collection of an OGC API Features server in QGIS with its default
settings, reads it to the end and prints name, number of features and of geometries,
extent, and the seconds that
reading took. features_in_qgis.py URL COLLECTION..."""
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication, QgsVectorLayer

app = QgsApplication([], False)
app.initQgis()
url, names = sys.argv[1], sys.argv[2:]
for name in names:
    layer = QgsVectorLayer("url='%s' typename='%s'" % (url, name), name, "OAPIF")
    if not layer.isValid():
        sys.exit("%s: not valid: %s" % (name, layer.error().message() or layer.dataProvider().error().message()))
    n = shapes = 0
    start = time.monotonic()
    keys = set()
    for f in layer.getFeatures():
        n += 1
        shapes += f.hasGeometry()
        keys.add(f[layer.fields()[0].name()])
    e = layer.extent()
    print(name, n, len(keys), shapes, "%.3f %.3f %.3f %.3f" % (e.xMinimum(), e.yMinimum(), e.xMaximum(), e.yMaximum()), layer.crs().authid(), "%.1f" % (time.monotonic() - start), flush=True)
os._exit(0)  # QGIS's own ending is known to fall over after threads have read
