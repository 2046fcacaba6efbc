"""A draft's sentence: page → fetch → read → paragraphs → align → changes → Flash."""
