"""Whether data may be called public: what texts tell of people, and how alike people are in what is told of them."""
