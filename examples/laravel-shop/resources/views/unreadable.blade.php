<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Your cart</title>
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<main>
  <h1>Your cart cannot be read</h1>
  <p>Something has damaged it. It was left as it is, and somebody is told.</p>
  <form method="post" action="{{ route('cart.clear') }}">@csrf @method('delete')<button>Begin with an empty one</button></form>
</main>
</body>
</html>
