@extends('layouts.shop')

@section('title', 'Log in')

@section('content')
  <form class="card form" method="post" action="{{ route('login') }}">
    @csrf
    <label for="email">E-mail</label>
    <input id="email" name="email" type="email" value="{{ old('email') }}" autocomplete="username" required>
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required>
    <button>Log in</button>
    <p class="note">What is in your cart now comes along.</p>
  </form>
@endsection
