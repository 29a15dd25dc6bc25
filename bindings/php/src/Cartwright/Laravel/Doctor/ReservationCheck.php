<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Checkout\Order;
use Cartwright\Checkout\PaymentGateway;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Foundation\Application;
use LogicException;

/**
 * Whether orders can be placed and paid for, where the application has switched them on.
 *
 * @internal
 */
final class ReservationCheck implements Check
{
    public function findings(Application $app): iterable
    {
        $settings = Settings::of($app);
        $orders = $settings->switch('reservations.checkout.enabled', false);
        $routes = $settings->switch('reservations.routes.enabled', false);

        if (! $orders && ! $routes) {
            return [];
        }

        $app->make(ReservationManager::class)->stats();
        $findings = array_filter([
            $routes && ! $orders ? self::noOrders() : null,
            $orders ? self::table() : null,
            $orders ? self::gateway($app) : null,
            self::cleanUp($settings),
        ]);

        return $findings === [] ? [Finding::fine('reservations', 'orders can be placed and paid for')] : $findings;
    }

    private static function noOrders(): Finding
    {
        return Finding::warning(
            'reservations',
            'reservations.routes is on and reservations.checkout is not: POST order/{userId} and POST payment/verify are not found',
            'Set RESERVATIONS_CHECKOUT=true and run php artisan migrate',
        );
    }

    private static function table(): ?Finding
    {
        $order = new Order();
        $schema = $order->getConnection()->getSchemaBuilder();

        return $schema->hasColumn($order->getTable(), 'held_since') ? null : Finding::problem(
            'reservations',
            "there is no table {$order->getTable()} of orders, or an older one: each order is an error",
            'Run php artisan migrate',
        );
    }

    private static function gateway(Application $app): ?Finding
    {
        try {
            $app->make(PaymentGateway::class);

            return null;
        } catch (LogicException $missing) {
            return Finding::problem(
                'reservations',
                $missing->getMessage(),
                'Set RESERVATIONS_PAYMENT_SECRET, or bind a gateway of your own to ' . PaymentGateway::class,
            );
        }
    }

    private static function cleanUp(Settings $settings): ?Finding
    {
        return $settings->switch('reservations.cleanup.scheduled', true) ? null : Finding::warning(
            'reservations',
            'nobody fails the orders that are not paid for: reservations.cleanup.scheduled is off',
            'Take RESERVATIONS_CLEANUP=false out, or run php artisan reservations:cleanup by yourself',
        );
    }
}
