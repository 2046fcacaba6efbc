"""What the core wrote into the table of deliveries goes out to the platforms: `drain` claims and sends it at the `pace` of a
token, `letters` says it at that moment, `outcomes` notes what became of it. Pictures go beside, and behind."""
