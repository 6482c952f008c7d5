"""The order in which the answers reach program.py, so that it sells one seat twice."""

# TODO: name the answers in the order in which they come, such as ["ask ana", "park luis"].
ORDER = ...  # TODO


if __name__ == "__main__":
    print("My answer:", ORDER)
