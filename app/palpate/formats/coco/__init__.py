"""COCO keypoints: data sets and result lists, for any skeleton."""
