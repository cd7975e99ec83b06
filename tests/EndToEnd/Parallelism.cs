// Each test has a server, its database and often a browser of its own; more than two at once starve each other on any machine.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
