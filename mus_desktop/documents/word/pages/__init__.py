"""Pages as they will probably look: heights estimated, what belongs together kept together, space to write fills them.

Only Word knows where its pages end; an estimate is enough to decide what must not be parted and how tall a box may be.
"""
