<?php

declare(strict_types=1);

use App\Http\Controllers\CartController;
use App\Http\Controllers\CatalogueController;
use App\Http\Controllers\CheckoutController;
use App\Http\Controllers\CouponController;
use App\Http\Controllers\LoginController;
use App\Http\Controllers\PayController;
use App\Http\Controllers\PriceController;
use App\Http\Controllers\ShippingController;
use App\Http\Controllers\WishlistController;
use App\Http\Middleware\ShelfETag;
use Cartwright\Versions\Http\CaptureDataVersion;
use Illuminate\Support\Facades\Route;

// A browser that has the shelf already is answered 304, before anything of it is loaded.
Route::get('/', CatalogueController::class)->middleware(ShelfETag::class)->name('shop');

// What an administrator has open tells him, too, if another one was faster.
Route::middleware(['auth', 'can:changePrices', CaptureDataVersion::class])->group(static function (): void {
    Route::get('/prices', [PriceController::class, 'show'])->name('prices');
    Route::patch('/prices', [PriceController::class, 'change']);
});

Route::get('/cart', [CartController::class, 'show'])->name('cart');
Route::get('/cart.json', [CartController::class, 'json'])->name('cart.json');
Route::get('/cart/print', [CartController::class, 'print'])->name('cart.print');
Route::post('/cart', [CartController::class, 'add'])->name('cart.add');
Route::patch('/cart/{item}', [CartController::class, 'update'])->name('cart.update');
Route::delete('/cart/{item}', [CartController::class, 'remove'])->name('cart.remove');
Route::delete('/cart', [CartController::class, 'clear'])->name('cart.clear');

Route::post('/coupons', [CouponController::class, 'redeem'])->name('coupons.redeem');
Route::delete('/coupons/{code}', [CouponController::class, 'return'])->name('coupons.return');
Route::post('/shipping', ShippingController::class)->name('shipping');

Route::get('/wishlist', [WishlistController::class, 'show'])->name('wishlist');
Route::post('/wishlist', [WishlistController::class, 'add'])->name('wishlist.add');
Route::post('/wishlist/{item}/cart', [WishlistController::class, 'moveToCart'])->name('wishlist.move');
Route::delete('/wishlist/{item}', [WishlistController::class, 'remove'])->name('wishlist.remove');

Route::get('/login', [LoginController::class, 'show'])->name('login');
Route::post('/login', [LoginController::class, 'login']);
Route::post('/logout', [LoginController::class, 'logout'])->name('logout');

Route::get('/checkout', [CheckoutController::class, 'show'])->name('checkout');
Route::post('/checkout', [CheckoutController::class, 'order'])->name('checkout.order');
Route::get('/pay/{order}', [PayController::class, 'show'])->name('pay');
Route::post('/pay/{order}', [PayController::class, 'pay']);
Route::get('/orders', [CheckoutController::class, 'orders'])->middleware('auth')->name('orders');
