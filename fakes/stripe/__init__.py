"""A stand-in for Stripe: its own process, as strict as the real one, for the demo and the tests.

It imports nothing of ours. What it accepts is read from the installed `stripe` wheel, which is generated from Stripe's
own specification; what it answers has the shape of Stripe's published samples.
"""
