<?php

declare(strict_types=1);

namespace Cartwright\Demo;

use Cartwright\Demo\Narration\Narrator;
use Cartwright\Demo\Narration\NotAsTold;
use Cartwright\Demo\Shop\Shop;
use Cartwright\Demo\Steps\BeRefused;
use Cartwright\Demo\Steps\ChangeAPrice;
use Cartwright\Demo\Steps\ComeAndGo;
use Cartwright\Demo\Steps\ComputeToTheCent;
use Cartwright\Demo\Steps\FillTheCart;
use Cartwright\Demo\Steps\HoldTheLastUnit;
use Cartwright\Demo\Steps\LeaveAPage;
use Cartwright\Demo\Steps\LogIn;
use Cartwright\Demo\Steps\MeetAConflict;
use Cartwright\Demo\Steps\MeetTheEngine;
use Cartwright\Demo\Steps\RaceOnOneCart;
use Cartwright\Demo\Steps\RollBack;
use Cartwright\Demo\Steps\Stage;
use Cartwright\Demo\Steps\TakeTheTime;
use Cartwright\Demo\Terminal\Paint;
use Cartwright\Demo\Terminal\Terminal;
use Cartwright\Demo\Watch\EventLog;
use Cartwright\Demo\Watch\StatementLog;
use ErrorException;
use Tests\Support\Place;
use Tests\Support\Server;
use Throwable;

/**
 * The command: the steps one after the other, and what their failure means.
 */
final class Purchase
{
    private const HELP = <<<'TEXT'
        purchase.php — a purchase in a real Laravel, told while it happens

        usage: php purchase.php [--quick]

          --quick   fewer rounds where many are run; every claim is still checked
          --help    this text

        The shop of examples/laravel-shop is served on a free port of this machine, and buyers come
        over HTTP. Shows what they send and what the shop's own PHP calls, what it gives, the
        statements and the events, and checks each claim it makes: exit code 1 and a sentence if
        something is not as told.

        CARTWRIGHT_DEMO_DIR   where the shop's storage and cart.html go (default: target/demo)
        CARTWRIGHT_LIBRARY    the native library, where it is not where `make build` puts it
        NO_COLOR              no colours

        TEXT;

    /**
     * @param list<string> $arguments
     *
     * @return int the exit code
     */
    public static function main(array $arguments): int
    {
        if (in_array('--help', $arguments, true) || in_array('-h', $arguments, true)) {
            echo self::HELP;

            return 0;
        }

        $unknown = array_diff($arguments, ['--quick']);

        if ($unknown !== []) {
            fwrite(STDERR, 'purchase.php: unknown argument "' . reset($unknown) . "\"; see --help\n");

            return 2;
        }

        self::takeNothingLightly();
        $terminal = new Terminal(STDOUT);

        try {
            self::walk($terminal, Workplace::directory(), quick: $arguments !== []);
        } catch (NotAsTold $failure) {
            $terminal->refuted($failure->getMessage());

            return 1;
        } catch (Throwable $failure) {
            $terminal->refuted(sprintf(
                'The demo broke off: %s (%s, %s:%d)',
                $failure->getMessage(),
                $failure::class,
                $failure->getFile(),
                $failure->getLine(),
            ));

            return 1;
        }

        return 0;
    }

    private static function walk(Terminal $terminal, string $directory, bool $quick): void
    {
        $statements = new StatementLog();
        $events = new EventLog();
        (new Place("{$directory}/shop"))->remove();
        $place = Place::open("{$directory}/shop", Shop::SETTINGS);
        $shop = Shop::open($place, $statements, $events);
        $server = Server::start($place, router: dirname(__DIR__) . '/front.php');
        $narrator = new Narrator($terminal, $statements, $events);
        $stage = new Stage($narrator, $shop, $place, $server, $directory, $quick);

        $terminal->line('Cartwright: a purchase, step by step', Paint::Bold);
        $terminal->line('All this runs while you read it; each ✓ is checked before it is printed.', Paint::Dim);

        $steps = [
            new MeetTheEngine(),
            new FillTheCart(),
            new ComputeToTheCent(),
            new ComeAndGo(),
            new LogIn(),
            new MeetAConflict(),
            new RollBack(),
            new RaceOnOneCart(),
            new HoldTheLastUnit(),
            new ChangeAPrice(),
            new BeRefused(),
            new TakeTheTime(),
            new LeaveAPage(),
        ];

        foreach ($steps as $step) {
            $step->play($stage);
        }

        $server->stop();

        $terminal->gap();
        $terminal->line("{$narrator->claims()} claims were checked, and all hold.", Paint::Good);
    }

    /**
     * A warning is a failure. What Laravel of one version deprecates of PHP of another is not the demo's business.
     */
    private static function takeNothingLightly(): void
    {
        error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
        set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
            if ((error_reporting() & $level) !== 0) {
                throw new ErrorException($message, 0, $level, $file, $line);
            }

            return true;
        });
    }
}
