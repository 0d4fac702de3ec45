"""Wall one: the hand-written grid."""
