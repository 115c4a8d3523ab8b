"""Questions in Moodle's two formats, XML and GIFT, read into our form and written from it.

Pure, and one question at a time: however long a file is, only one of its questions is in memory. What Moodle knows and
we do not is never dropped in silence: it stands as a refusal or a remark beside the question it belongs to.
"""
