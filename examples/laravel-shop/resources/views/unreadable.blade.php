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
</main>
</body>
</html>
