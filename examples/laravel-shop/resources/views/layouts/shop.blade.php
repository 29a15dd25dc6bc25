<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>@yield('title') · {{ config('app.name') }}</title>
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<header class="top">
  <a class="shop" href="{{ route('shop') }}">{{ App\Pages\Picture::of('roaster') }}{{ config('app.name') }}</a>
  <nav>
    <a href="{{ route('wishlist') }}">Wishlist <span class="badge">{{ $head->wishes }}</span></a>
    <a href="{{ route('cart') }}">Cart <span class="badge" id="pieces">{{ $head->pieces }}</span></a>
@can('changePrices')
    <a href="{{ route('prices') }}">Prices</a>
@endcan
@auth
    <a href="{{ route('orders') }}">{{ auth()->user()->name }}</a>
    <form method="post" action="{{ route('logout') }}">@csrf<button class="quiet">Log out</button></form>
@else
    <a href="{{ route('login') }}">Log in</a>
@endauth
  </nav>
</header>

<main class="@yield('layout')">
  <div class="title">
    <h1>@yield('title')</h1>
    @hasSection('subtitle')<p>@yield('subtitle')</p>@endif
  </div>
@if (session('message'))
  <p class="notice good" role="status">{{ session('message') }}</p>
@endif
@if (session('cart_migration'))
  <p class="notice good" id="merged">What you had put into your cart before is in it.</p>
@endif
@foreach ($errors->all() as $error)
  <p class="notice bad" role="alert">{{ $error }}</p>
@endforeach
@yield('content')
</main>
</body>
</html>
