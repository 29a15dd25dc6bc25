<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Illuminate\Database\Eloquent\Model;

/**
 * An order: what somebody wants to buy, at which price, and the reservation that holds it for him.
 *
 * @property string $id
 * @property string $user_id
 * @property OrderStatus $status
 * @property list<array{sku: string, kind: string, vendor: string, quantity: int}> $items
 * @property int $amount in the smallest unit of the currency
 * @property string $currency
 * @property string $reservation_token
 * @property string $gateway
 * @property string|null $payment_reference
 * @property string|null $failure
 * @property \Illuminate\Support\Carbon $held_since since when the buyer holds goods without a break
 * @property \Illuminate\Support\Carbon $expires_at
 * @property \Illuminate\Support\Carbon|null $settled_at
 */
class Order extends Model
{
    public $incrementing = false;

    protected $keyType = 'string';

    /** @var list<string> nothing of it comes from a request */
    protected $guarded = ['*'];

    protected $hidden = ['reservation_token'];

    protected $casts = [
        'status' => OrderStatus::class,
        'items' => 'array',
        'amount' => 'integer',
        'reservation_token' => 'encrypted',
        'held_since' => 'datetime',
        'expires_at' => 'datetime',
        'settled_at' => 'datetime',
    ];

    public function getTable(): string
    {
        return config('reservations.checkout.table', 'checkout_orders');
    }

    public function getConnectionName(): ?string
    {
        return config('reservations.checkout.connection') ?? parent::getConnectionName();
    }

    /**
     * Whether its goods are held, and it may be paid for.
     */
    public function isPending(): bool
    {
        return $this->status === OrderStatus::Pending;
    }
}
