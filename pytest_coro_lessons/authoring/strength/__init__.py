"""How strong the tests of an exercise are: whether they notice small mistakes in its solution.

The mistakes are those of people who write concurrent programs. Each kind is an operator: a small
function from a node of the syntax tree to what stands there by mistake.
"""
