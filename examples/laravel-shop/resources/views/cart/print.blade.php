<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cart of {{ $customer }}</title>
<style>
{!! $style !!}
</style>
</head>
<body>
<header class="top">
  <p class="shop">{{ App\Pages\Picture::of('roaster') }}{{ config('app.name') }}</p>
  <p class="customer">{{ $customer }}</p>
</header>

<main class="two">
  <div class="title">
    <h1>Your cart</h1>
    <p>{{ $items->count() }} products, {{ $items->getTotalQuantity() }} pieces</p>
  </div>

  <section class="items card" aria-labelledby="items">
    <h2 id="items" class="unseen">Items</h2>
    <ul>
@foreach ($items as $item)
@include('cart.line', ['item' => $item])
@endforeach
    </ul>
  </section>

  <section class="summary card" aria-labelledby="summary">
@include('cart.summary')
    <p class="note">Every step is exact; amounts are shown to the cent.</p>
  </section>

@include('cart.journal')
</main>

<footer>
  <p>Every amount on this page was computed by Cartwright {{ Cartwright\Native\Library::instance()->version() }}, called from Laravel {{ app()->version() }} on PHP {{ PHP_VERSION }}.</p>
</footer>
</body>
</html>
