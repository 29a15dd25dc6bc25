<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use Illuminate\Contracts\View\View;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;
use Illuminate\Validation\ValidationException;
use MasyukAI\Cart\Services\CartMigrationService;

final class LoginController extends Controller
{
    public function show(): View
    {
        return view('login');
    }

    /**
     * The package merges the visitor's cart into the customer's by itself; that is for the instance `default`. The
     * wishlist is the shop's own idea, so the shop merges it.
     */
    public function login(Request $request, CartMigrationService $carts): RedirectResponse
    {
        $credentials = $request->validate(['email' => 'required|string', 'password' => 'required|string']);
        $visitor = $request->session()->getId();

        if (! Auth::attempt($credentials)) {
            throw ValidationException::withMessages(['email' => 'That is not the right password.']);
        }

        $carts->migrateGuestCartToUser((int) Auth::id(), 'wishlist', $visitor);
        $request->session()->regenerate();

        return redirect()->route('cart')->with('message', 'Good to see you, ' . $request->user()->name . '.');
    }

    public function logout(Request $request): RedirectResponse
    {
        Auth::logout();
        $request->session()->invalidate();
        $request->session()->regenerateToken();

        return redirect()->route('shop');
    }
}
