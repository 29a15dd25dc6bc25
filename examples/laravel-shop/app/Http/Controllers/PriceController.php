<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Models\Product;
use Illuminate\Contracts\View\View;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;

/**
 * New prices, by those who are granted `changePrices`. There is no line here that invalidates anything: the model does.
 */
final class PriceController extends Controller
{
    /**
     * Past the cache: who sets a price sees what is committed.
     */
    public function show(): View
    {
        return view('prices', ['products' => Product::query()->orderBy('name')->get()]);
    }

    /**
     * All of them or none. Amounts are read to the cent, as text.
     */
    public function change(Request $request): RedirectResponse
    {
        $prices = $request->validate([
            'prices' => 'required|array',
            'prices.*' => ['string', 'regex:/^(?!0+\.00$)\d{1,6}\.\d{2}$/'],
        ])['prices'];

        DB::transaction(static function () use ($prices): void {
            foreach ($prices as $product => $price) {
                Product::query()->findOrFail($product)->update(['price' => (int) str_replace('.', '', $price)]);
            }
        });

        return redirect()->route('prices')->with('message', 'The prices are changed.');
    }
}
