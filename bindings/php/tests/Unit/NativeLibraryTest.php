<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\NativeException;
use Cartwright\Native\Abi;
use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\Support\UsesPackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * Which library is loaded, and what is said when none can be. A process loads one library once, so each test asks
 * processes of its own, with a copy of the package among files of the test's choice.
 */
final class NativeLibraryTest extends TestCase
{
    use UsesPackageCopy;

    /** What a child process does: say which library it got, or why none. */
    private const ASK = <<<'PHP'
        [, $package, $tests, $setting] = $argv;
        require "{$package}/autoload.php";

        if ($setting !== '') {
            require "{$tests}/Support/laravel.php";
            $app = new Illuminate\Container\Container();
            $app->instance('config', new Illuminate\Config\Repository(['cart' => ['native' => ['library' => $setting]]]));
            Illuminate\Container\Container::setInstance($app);
        }

        try {
            $library = Cartwright\Native\Library::instance();
            $answer = ['path' => $library->path(), 'epoch' => $library->abiEpoch(), 'version' => $library->version()];
        } catch (Throwable $failure) {
            $answer = ['class' => $failure::class, 'message' => $failure->getMessage(), 'detail' => $failure->detail()];
        }

        echo json_encode($answer);
        PHP;

    #[Test]
    public function itIsLookedForInFourPlacesInThisOrder(): void
    {
        $built = $this->copy->place("{$this->copy->root}/target/release/libcartwright.so");
        $this->assertSame($built, $this->ask()['path']);

        $packaged = $this->copy->place("{$this->copy->package}/lib/libcartwright.so");
        $this->assertSame($packaged, $this->ask()['path']);

        $configured = $this->copy->place("{$this->copy->root}/configured.so");
        $this->assertSame($configured, $this->ask(setting: $configured)['path']);

        $given = $this->copy->place("{$this->copy->root}/given.so");
        $this->assertSame($given, $this->ask(environment: $given, setting: $configured)['path']);
    }

    #[Test]
    public function aLibraryThatIsFoundFitsThePackage(): void
    {
        $answer = $this->ask(environment: PackageCopy::library());

        $this->assertSame(Abi::ABI_EPOCH, $answer['epoch']);
        $this->assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', $answer['version']);
    }

    #[Test]
    public function whereThereIsNoneItSaysWhereItLookedAndWhatToDo(): void
    {
        $places = [
            "{$this->copy->package}/lib/libcartwright.so",
            "{$this->copy->root}/target/release/libcartwright.so",
        ];

        $this->assertSame([
            'class' => NativeException::class,
            'message' => 'The native library libcartwright.so was not found: neither the environment variable'
                . ' CARTWRIGHT_LIBRARY nor the setting cart.native.library is set, and there is no'
                . " {$places[0]} and no {$places[1]}; build it with `make build`, copy it to the first of these places, or"
                . ' set CARTWRIGHT_LIBRARY to its path (for php-fpm: env[CARTWRIGHT_LIBRARY] in the pool)',
            'detail' => ['places' => $places],
        ], $this->ask());
    }

    #[Test]
    public function aGivenFileIsNotReplacedByAnotherWhenItIsMissing(): void
    {
        $this->copy->place("{$this->copy->package}/lib/libcartwright.so");
        $origins = [
            'the environment variable CARTWRIGHT_LIBRARY' => $this->ask(environment: '/nowhere/libcartwright.so'),
            'the setting cart.native.library' => $this->ask(setting: '/nowhere/libcartwright.so'),
        ];

        foreach ($origins as $origin => $answer) {
            $this->assertSame(NativeException::class, $answer['class']);
            $this->assertStringStartsWith(
                "The native library /nowhere/libcartwright.so, which {$origin} names, cannot be used: Failed loading",
                $answer['message'],
            );
            $this->assertSame(['path' => '/nowhere/libcartwright.so', 'origin' => $origin], $answer['detail']);
        }
    }

    #[Test]
    public function aFileThatIsNoLibraryIsRefusedWithHowToLookAtIt(): void
    {
        $file = "{$this->copy->root}/libcartwright.so";
        file_put_contents($file, 'not a library');
        $answer = $this->ask(environment: $file);

        $this->assertSame(NativeException::class, $answer['class']);
        $this->assertStringContainsString(' cannot be used: Failed loading', $answer['message']);
        $this->assertStringEndsWith("; `ldd {$file}` shows whether it fits this machine", $answer['message']);
    }

    #[Test]
    public function anotherLibraryIsRefused(): void
    {
        $answer = $this->ask(environment: 'libc.so.6');

        $this->assertSame(NativeException::class, $answer['class']);
        $this->assertStringContainsString(
            " cannot be used: Failed resolving C function 'cw_abi_epoch'",
            $answer['message'],
        );
    }

    #[Test]
    public function aLibraryOfAnotherReleaseIsRefusedBeforeAnythingElseIsBound(): void
    {
        $file = $this->copy->libraryOfAnotherEpoch();

        $this->assertSame([
            'class' => NativeException::class,
            'message' => "The native library {$file} has ABI epoch 4711, this package needs " . Abi::ABI_EPOCH
                . '; install the library and the package of the same release, then restart PHP',
            'detail' => ['path' => $file, 'epoch' => 4711, 'needed' => Abi::ABI_EPOCH],
        ], $this->ask(environment: $file));
    }

    #[Test]
    public function withoutTheExtensionItSaysThatItIsMissing(): void
    {
        // Without php.ini there are no shared extensions, and FFI is one.
        $answer = $this->ask(environment: PackageCopy::library(), options: ['-n']);

        $this->assertSame([
            'class' => NativeException::class,
            'message' => 'The PHP extension FFI is not loaded for cli; enable it (extension=ffi in php.ini, on Debian'
                . ' `phpenmod ffi`), then restart PHP',
            'detail' => [],
        ], $answer);
    }

    #[Test]
    public function whereFfiIsSwitchedOffItSaysHowToSwitchItOn(): void
    {
        $answer = $this->ask(environment: PackageCopy::library(), options: ['-d', 'ffi.enable=0']);

        $this->assertSame(NativeException::class, $answer['class']);
        $this->assertStringStartsWith(
            'FFI is switched off for cli (ffi.enable=0); set ffi.enable=preload in php.ini,',
            $answer['message'],
        );
    }

    /**
     * @param list<string> $options of PHP
     * @return array<string, mixed>
     */
    private function ask(string $environment = '', string $setting = '', array $options = []): array
    {
        [$output, $errors] = PackageCopy::run(
            [...$options, '-r', self::ASK, $this->copy->package, PackageCopy::REPOSITORY . '/bindings/php/tests', $setting],
            ['CARTWRIGHT_LIBRARY' => $environment],
        );
        $answer = json_decode($output, true);

        $this->assertIsArray($answer, $output . $errors);

        return $answer;
    }
}
