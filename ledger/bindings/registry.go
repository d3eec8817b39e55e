// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// RegistryChange is an auto generated low-level Go binding around an user-defined struct.
type RegistryChange struct {
	Kind        uint8
	Account     common.Address
	Replacement common.Address
	Name        string
	Domain      []string
	WitnessKey  [32]byte
	Threshold   uint16
	Node        RegistryNewNode
	Subject     [32]byte
}

// RegistryNewNode is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewNode struct {
	Account   common.Address
	Name      string
	TlsKey    [32]byte
	Endpoints string
}

// RegistryNewOwner is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewOwner struct {
	Account    common.Address
	Name       string
	Domain     []string
	WitnessKey [32]byte
	Node       RegistryNewNode
}

// RegistryNewPrincipal is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewPrincipal struct {
	Account   common.Address
	Name      string
	Role      uint8
	Domain    []string
	TlsKey    [32]byte
	Endpoints string
}

// RegistryOwner is an auto generated low-level Go binding around an user-defined struct.
type RegistryOwner struct {
	Account    common.Address
	Name       string
	Domain     string
	WitnessKey [32]byte
	Active     bool
	Since      uint64
}

// RegistryPrincipal is an auto generated low-level Go binding around an user-defined struct.
type RegistryPrincipal struct {
	Account   common.Address
	Name      string
	Role      uint8
	Owner     common.Address
	Domain    string
	TlsKey    [32]byte
	Active    bool
	Since     uint64
	Endpoints string
}

// RegistryMetaData contains all meta data concerning the Registry contract.
var RegistryMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"}],\"internalType\":\"structRegistry.NewOwner[]\",\"name\":\"owners\",\"type\":\"tuple[]\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyVoted\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadChange\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadEndpoints\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadName\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadRole\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"BadThreshold\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"}],\"name\":\"Closed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"DomainOverlaps\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoSubject\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoWitnessKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotYourPrincipal\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OtherChange\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"OutsideDomain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"OwnerExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"PrincipalTaken\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"ProposalVoid\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooManyOwners\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownProposal\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"blockHash\",\"type\":\"bytes32\"}],\"name\":\"ChainAccepted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"Executed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"name\":\"HandedOver\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"NodeUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerAdded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRemoved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"previous\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRotated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalDeactivated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalRegistered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"indexed\":false,\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"Proposed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"ThresholdSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"name\":\"Voted\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_ENDPOINTS\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_NAME\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_OWNERS\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"blockHash\",\"type\":\"bytes32\"}],\"name\":\"acceptedChain\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"activeOwners\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"deactivatePrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"domainOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"handOver\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"isActive\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"}],\"name\":\"isFogOf\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"owner\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"ownerAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"ownerCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"ownerOfDomain\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[2]\",\"name\":\"key\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes\",\"name\":\"authenticatorData\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"clientDataJSON\",\"type\":\"bytes\"},{\"internalType\":\"bytes32[2]\",\"name\":\"signature\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes32\",\"name\":\"challenge\",\"type\":\"bytes32\"}],\"name\":\"passkeyOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"principal\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"principalAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"principalCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"proposal\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"},{\"internalType\":\"bool\",\"name\":\"executed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"void_\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"proposalCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"propose\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.NewPrincipal\",\"name\":\"p\",\"type\":\"tuple\"}],\"name\":\"registerPrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"roleOf\",\"outputs\":[{\"internalType\":\"enumRole\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"threshold\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"name\":\"updateNode\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"vote\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Registry",
	Bin: "0x60808060405234611162576157f7803803809161001c8285611363565b83398101906040818303126111625780516001600160401b0381116111625781019180601f840112156111625782519261005584611386565b936100636040519586611363565b80855260208086019160051b830101918383116111625760208101915b8383106111675760208601518761ffff82168203611162578051906040821161111e57906000915b81831061017d57836004549061ffff8260101c16918261ffff831611801561013f575b61012257907fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9260409261ffff83169061ffff19161760045561ffff8351921682526020820152a1604051613fb8908161183f8239f35b5061ffff906367332f5560e11b6000521660045260245260446000fd5b506201fffe8260011b1661ffff8316810460021461ffff8416151715610167578310156100cb565b634e487b7160e01b600052601160045260246000fd5b90919261018a8483611428565b5180516001600160a01b031615610e99576060810194855115611151576101b4602083015161149b565b81516001600160a01b03166000908152602081905260409020805460ff1661112f57604061ffff60045460101c161461111e576101f460408401516114c9565b966102026040850151611616565b946001600160a01b036102148a6116bd565b166110fc57885197610226898b61173c565b918260005260036020526040600020546110da57600091825b60018401808511610167578d5111156102a9576102a390610260858f611428565b516040519060208201928352604082015260408152610280606082611363565b51902093846000526003602052604060002061029c815461178b565b905561178b565b9261023f565b508751600085815260026020526040902080546001600160a01b0319166001600160a01b03929092169190911790558554919b5099959795915060081c60ff161561105a575b83546001600160581b03191660109190911b62ff000016174360181b6affffffffffffffff000000161761010117835560018301555160028201556020830151805160038301916001600160401b038211610f785761034e8354611461565b601f8111611004575b50602090601f8311600114610f995760049493929160009183610f8e575b50508160011b916000199060031b1c19161790555b82519101916001600160401b038211610f785781906103a98454611461565b601f8111610f1a575b50602090601f8311600114610eb557600092610eaa575b50508160011b916000199060031b1c19161790555b60045461ffff8160101c1661ffff811461016757600163ffff0000910160101b169063ffff000019161760045560018060a01b03815116600060a06040516104258161132c565b828152606060208201526060604082015282606082015282608082015201528060005260006020527f0e83dabd0af920ab4dfab07b84e60c16dca0d01174a115375343396ed368c5cd60406000206002810154815490604051916104888361132c565b8583526104aa600461049c6003870161179a565b95602086019687520161179a565b604084019081526060840192835261051c608085019160ff84161515835260a086019360018060401b039060181c1684526105096040519788976020895260018060a01b0390511660208901525160c0604089015260e088019061143c565b9051868203601f1901606088015261143c565b9251608085015251151560a0840152516001600160401b031660c08301520390a2608081015180516001600160a01b031680610560575b50505060010191906100a8565b60018060a01b0383511692604060208401519101519060606040850151940151906040519361058e8561132c565b80855260208501918252600260408601908152606086019485526080860196875260a0860193845291906001600160a01b031615610e99578151956006871015610e835760009615610e74576105e4825161149b565b60ff84515111610e655785516001600160a01b03908116885260016020526040882080549096918116801592918315610e3c578a5b6001600160a01b0316918215159182610e02575b5050610de25750606094899281516006811015610dce576003148015610dba575b8351805115801590610db2575b610d21575b5050610c90575b87546001600160a01b0319166001600160a01b038c1617885551906006821015610c7c57875490515161ffff60a01b1990911660a09290921b60ff60a01b1691909117600160a81b17600160b01b600160f81b03191660b09190911b60ff60b01b16174360b81b600160b81b600160f81b0316178655600186015551600285015551805160038501916001600160401b038211610c6857819061070a8454611461565b601f8111610c0e575b50602090601f8311600114610bab578992610ba0575b50508160011b916000199060031b1c19161790555b805160048401916001600160401b038211610b8c5761075d8354611461565b601f8111610b3a575b50602090601f8311600114610ad357600594939291889183610ac8575b50508160011b916000199060031b1c19161790555b51805191909201916001600160401b038211610ab45781906107ba8454611461565b601f8111610a5a575b50602090601f83116001146109f75786926109ec575b50508160011b916000199060031b1c19161790555b60018060a01b0390511690606061010060405161080a81611347565b83815282602082015283604082015283838201528260808201528360a08201528360c08201528360e0820152015281815260016020526040812080549160ff8360a01c16926002830154926040519461086286611347565b8686526108716003830161179a565b9360208701948552604087019160068110156109d85782526001600160a01b038416606088019081526108a66004850161179a565b916080890192835260a0890197885261091a6108e6600560c08c019760ff8a60a81c161515895260e08d019960018060401b039060b81c168a520161179a565b976101008b019889526040519a60208c5260018060a01b0390511660208c01525161012060408c01526101408b019061143c565b93519060068210156109c457506060890152516001600160a01b0316608088015251868203601f190160a08801526001999897967faa7f75c158c96b6287947322216d6bb1d3006a5460db0044e03fdaef4514556996909586956109b995929491939092916109889161143c565b935160c087015251151560e08601528a8060401b0390511661010085015251601f198483030161012085015261143c565b0390a3908580610553565b634e487b7160e01b81526021600452602490fd5b634e487b7160e01b82526021600452602482fd5b015190508a806107d9565b8487528187209250601f198416875b818110610a425750908460019594939210610a29575b505050811b0190556107ee565b015160001960f88460031b161c191690558a8080610a1c565b92936020600181928786015181550195019301610a06565b828111156107c35790915083865260208620601f840160051c9060208510610aac575b849392601f0160051c8290039101875b828110610a9b5750506107c3565b808201899055859450600101610a8d565b879150610a7d565b634e487b7160e01b85526041600452602485fd5b015190508d80610783565b8388528188209190601f198416895b818110610b22575091600193918560059897969410610b09575b505050811b019055610798565b015160001960f88460031b161c191690558d8080610afc565b92936020600181928786015181550195019301610ae2565b828111156107665783885260208820601f840160051c9060208510610b84575b81601f9101920160051c0390885b828110610b76575050610766565b808a60019284015501610b68565b899150610b5a565b634e487b7160e01b87526041600452602487fd5b015190508d80610729565b848a52818a209250601f1984168a5b818110610bf65750908460019594939210610bdd575b505050811b01905561073e565b015160001960f88460031b161c191690558d8080610bd0565b92936020600181928786015181550195019301610bba565b828111156107135790915083895260208920601f840160051c9060208510610c60575b849392601f0160051c82900391018a5b828110610c4f575050610713565b8082018c9055859450600101610c41565b8a9150610c31565b634e487b7160e01b88526041600452602488fd5b634e487b7160e01b8a52602160045260248afd5b60018060a01b0389511660065468010000000000000000811015610d0d576001810180600655811015610cf95760068c527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f0180546001600160a01b0319169091179055610667565b634e487b7160e01b8c52603260045260248cfd5b634e487b7160e01b8c52604160045260248cfd5b909750610d2f9194506114c9565b610d398351611616565b966001600160a01b03610d4b836116bd565b16908d8214159182610d97575b5050610d71578051610d699161173c565b923880610660565b6040516364eae18160e01b81526020600482015280610d93602482018a61143c565b0390fd5b1580159250610da9575b503880610d58565b90501538610da1565b50811561065b565b5081516006811015610dce5760041461064e565b634e487b7160e01b8c52602160045260248cfd5b8851637c65e7a160e11b8b526001600160a01b0316600452602452604489fd5b9091508c80841492831593610e1c575b505050388061062d565b14915081610e2e575b50388c81610e12565b60ff915060a81c1638610e25565b818b5260208b81526040808d20600101548d5260029091528b20546001600160a01b0316610619565b6332ac24e360e11b8752600487fd5b63d5c84cfb60e01b8752600487fd5b634e487b7160e01b600052602160045260246000fd5b63d92e233d60e01b60005260046000fd5b0151905088806103c9565b60008581528281209350601f198516905b818110610f025750908460019594939210610ee9575b505050811b0190556103de565b015160001960f88460031b161c19169055888080610edc565b92936020600181928786015181550195019301610ec6565b828111156103b257909150836000526020600020601f840160051c9060208510610f6f575b849392601f0160051c829003910160005b828110610f5e5750506103b2565b600081830155859450600101610f50565b60009150610f3f565b634e487b7160e01b600052604160045260246000fd5b015190508b80610375565b90601f1983169184600052816000209260005b818110610fec575091600193918560049897969410610fd3575b505050811b01905561038a565b015160001960f88460031b161c191690558b8080610fc6565b92936020600181928786015181550195019301610fac565b8281111561035757836000526020600020601f840160051c9060208510611051575b81601f9101920160051c039060005b828110611043575050610357565b600082820155600101611035565b60009150611026565b60018060a01b0386511660055468010000000000000000811015610f785760018101806005558110156110c45760056000527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db00180546001600160a01b03191690911790556102ef565b634e487b7160e01b600052603260045260246000fd5b6040516334a3ab4160e01b81526020600482015280610d93602482018b61143c565b6040516334a3ab4160e01b81526020600482015280610d93602482018961143c565b631785167360e21b60005260046000fd5b8251632314c75760e01b60009081526001600160a01b03909116600452602490fd5b6349ad267760e11b60005260046000fd5b600080fd5b82516001600160401b0381116111625782019060a0828703601f190112611162576040519160a083016001600160401b03811184821017610f78576040526111b16020820161139d565b835260408101516001600160401b038111611162578760206111d5928401016113d4565b602084015260608101516001600160401b0381116111625760209082010187601f8201121561116257805161120981611386565b916112176040519384611363565b81835260208084019260051b820101918a83116111625760208201905b8382106112ff575050505060408401526080810151606084015260a08101516001600160401b038111611162576020910101906080828803126111625760405192608084016001600160401b03811185821017610f78576040526112978361139d565b845260208301516001600160401b03811161116257886112b89185016113d4565b6020850152604083810151908501526060830151936001600160401b038511611162576112ea896020968796016113d4565b60608201526080820152815201920191610080565b81516001600160401b038111611162576020916113218e8480948801016113d4565b815201910190611234565b60c081019081106001600160401b03821117610f7857604052565b61012081019081106001600160401b03821117610f7857604052565b601f909101601f19168101906001600160401b03821190821017610f7857604052565b6001600160401b038111610f785760051b60200190565b51906001600160a01b038216820361116257565b60005b8381106113c45750506000910152565b81810151838201526020016113b4565b81601f820112156111625780516001600160401b038111610f785760405192611407601f8301601f191660200185611363565b818452602082840101116111625761142591602080850191016113b1565b90565b80518210156110c45760209160051b010190565b90602091611455815180928185528580860191016113b1565b601f01601f1916010190565b90600182811c92168015611491575b602083101461147b57565b634e487b7160e01b600052602260045260246000fd5b91607f1691611470565b5180159081156114be575b506114ad57565b63153736cd60e01b60005260046000fd5b607f915011386114a6565b9081518015801561160c575b6115a2576114e281611386565b906114f06040519283611363565b808252601f196114ff82611386565b01366020840137819360005b8281106115185750505050565b6115228183611428565b51805180158015611602575b6115a25760005b81811061155a57505090816020600193519101206115538287611428565b520161150b565b82518110156110c45760ff60f81b6020828501015116606160f81b81101590816115f3575b81156115cf575b81156115c1575b81156115b3575b50156115a257600101611535565b6364325c9160e01b60005260046000fd5b605f60f81b14905038611594565b602d60f81b8114915061158d565b9050600360fc1b811015806115e5575b90611586565b50603960f81b8111156115df565b603d60f91b811115915061157f565b50603f811161152e565b50600881116114d5565b90815180156116a5578251156110c457916020810151926001915b81831061163d57505050565b90919360019061169c826116518886611428565b51926020604051948261166d87945180928580880191016113b1565b8301602f60f81b8382015261168b82518093856021850191016113b1565b01010301601f198101835282611363565b94019190611631565b5090506040516116b6602082611363565b6000815290565b805190600882116115a257600090815b8383106116dd5750505050600090565b6116e78383611428565b516040519060208201928352604082015260408152611707606082611363565b5190206000818152600260205260409020549092906001600160a01b0316806117345750600101916116cd565b935050505090565b6000929183915b81831061174f57505050565b90919360019061175f8684611428565b51604051906020820192835260408201526040815261177f606082611363565b51902094019190611743565b60001981146101675760010190565b90604051918260008254926117ae84611461565b808452936001811690811561181c57506001146117d5575b506117d392500383611363565b565b90506000929192526020600020906000915b8183106118005750509060206117d392820101386117c6565b60209193508060019154838589010152019101909184926117e7565b9050602092506117d394915060ff191682840152151560051b820101386117c656fe608080604052600436101561001357600080fd5b60003560e01c9081630b8bb14614610db8575080630c58022814610d255780630db0262214610d075780632435987914610c975780632a84d92514610c615780632ce0f9d614610c3d5780633b528d3f14610b6d57806342cde4e814610b4b57806344eea44b14610a4557806345f49a58146109885780635de077bd1461092e578063666e1b39146108f2578063756bf254146108d65780637afa0aa31461082f5780637cdbc4be146108015780638de6262e146107dc5780638e1e7c34146107235780639f8a13d7146106b4578063a5d7827e1461062e578063afef73ac146105f9578063b216dacc14610461578063bf5c36a414610445578063c7040cc31461039e578063c8af979c146101eb578063d6d4ce52146101cd578063da35c664146101a25763e0095e0e1461014857600080fd5b3461019d57602036600319011261019d576001600160a01b03610169610dd2565b166000526000602052604060002060ff81541660001461019357600160209101545b604051908152f35b506020600061018b565b600080fd5b3461019d57600036600319011261019d57602067ffffffffffffffff60045460601c16604051908152f35b3461019d57600036600319011261019d576020600654604051908152f35b3461019d57602036600319011261019d5760043567ffffffffffffffff811161019d576101208160040191600319903603011261019d5760209061022d6116d3565b610235611775565b61018b6004549161025267ffffffffffffffff8460601c16611472565b67ffffffffffffffff8116937fffffffffffffffffffffffff0000000000000000ffffffffffffffffffffffff73ffffffffffffffff0000000000000000000000008360601b16911617806004556102a983612608565b604051906102b682610fd1565b815267ffffffffffffffff87820192881c16825261033c61ffff604083016000815267ffffffffffffffff8060016060870196600088528c60005260078e52604060002090518155019651161667ffffffffffffffff198654161785555116839069ffff000000000000000082549160401b169069ffff00000000000000001916179055565b5115156aff0000000000000000000082549160501b16906aff000000000000000000001916179055604051847f53c1c18e120a00bf6019f80172da467a4d9d951a8b446cd419044d51c73fa6583392806103968782611509565b0390a3611ee2565b3461019d57602036600319011261019d5760043567ffffffffffffffff811161019d573660238201121561019d57806004013567ffffffffffffffff811161019d5760248160051b8301019036821161019d576020926103fd826112fa565b9161040b6040519384611026565b82526024018382015b838210610436578461042584612561565b6001600160a01b0360405191168152f35b81358152908401908401610414565b3461019d57600036600319011261019d57602060405160ff8152f35b3461019d57606036600319011261019d5761047a610dd2565b60443567ffffffffffffffff811161019d5761049a903690600401610f87565b6104a59291926116d3565b6104ad611775565b6104c06104bb3683866112a8565b612518565b60056104cb83611701565b6024356002820155019067ffffffffffffffff81116105e3576104f8816104f284546110f2565b8461140f565b6000601f821160011461058057819061052a939495600092610575575b50508160011b916000199060031b1c19161790565b90555b610536816111d0565b7f33acf5e7f161009357677131a37da5249f45fa5674d7431b486e01c8af1a5cce604051806105706001600160a01b033396169482610eb9565b0390a3005b013590508580610515565b601f198216948382526020822091805b8781106105cb5750836001959697106105b1575b505050811b01905561052d565b0135600019600384901b60f8161c191690558480806105a4565b90926020600181928686013581550194019101610590565b634e487b7160e01b600052604160045260246000fd5b3461019d57602036600319011261019d57600435600052600260205260206001600160a01b0360406000205416604051908152f35b3461019d57602036600319011261019d576001600160a01b0361064f610dd2565b16600052600160205260406000205460ff8160a81c1680610693575b156106895760ff60209160a01c165b6106876040518092610eac565bf35b506020600061067a565b506001600160a01b038116600052600060205260ff6040600020541661066b565b3461019d57602036600319011261019d576001600160a01b036106d5610dd2565b16600052600160205260406000205460ff8160a81c1690816106ff575b6020826040519015158152f35b6001600160a01b039150166000526000602052602060ff60406000205416906106f2565b3461019d5760e036600319011261019d573660441161019d5760443567ffffffffffffffff811161019d5761075c903690600401610f87565b9060643567ffffffffffffffff811161019d5761077d903690600401610f87565b903660c41161019d576107939360c435936122ae565b156107d35760206001600160a01b0360405182810190604060048337604081526107be606082611026565b519020166001600160a01b0360405191168152f35b60206000610425565b3461019d57600036600319011261019d57602061ffff60045460101c16604051908152f35b3461019d57600036600319011261019d5760406001600160a01b03600a5416600b5482519182526020820152f35b3461019d57602036600319011261019d5767ffffffffffffffff610851610f70565b1680600052600760205260406000209081549081156108c257506001608092015460ff8160501c16158091816108a4575b61ffff9060405194855260401c16602084015215604083015215156060820152f35b60045460201c67ffffffffffffffff90811690821614159250610882565b6368df4c2960e11b60005260045260246000fd5b3461019d57600036600319011261019d576020604051607f8152f35b3461019d57602036600319011261019d5761092a610916610911610dd2565b611391565b604051918291602083526020830190610e44565b0390f35b3461019d57604036600319011261019d57610947610f70565b6024359067ffffffffffffffff821161019d57610120600319833603011261019d57610986916109756116d3565b61097d611775565b60040190611ee2565b005b3461019d57602036600319011261019d576004356109a46110a9565b50600654811015610a18576000600654821015610a0457600690527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f015461092a906109f8906001600160a01b03166111d0565b60405191829182610eb9565b80634e487b7160e01b602492526032600452fd5b7f417f69180000000000000000000000000000000000000000000000000000000060005260045260246000fd5b3461019d57602036600319011261019d5760043567ffffffffffffffff811161019d5760c0600319823603011261019d57610a7e6116d3565b610a86611775565b600090604051610a9581610fb5565b610aa182600401610de8565b8152602482013567ffffffffffffffff8111610b4757610ac790600436918501016112df565b602082015260448201356006811015610b47576040820152606482013567ffffffffffffffff8111610b4757610b039060043691850101611312565b60608201526084820135608082015260a482013567ffffffffffffffff8111610b4757610b44926004610b3992369201016112df565b60a0820152336117ff565b80f35b8380fd5b3461019d57600036600319011261019d57602061ffff60045416604051908152f35b3461019d57604036600319011261019d57610b86610dd2565b602435906001600160a01b03821680920361019d576001600160a01b031660005260016020526040600020548160ff8260a81c169182610c08575b82610bf5575b505080610bdc575b6020906040519015158152f35b506000526000602052602060ff60406000205416610bcf565b6001600160a01b03161490508183610bc7565b80925060ff915060a01c166006811015610c2757600283911491610bc1565b634e487b7160e01b600052602160045260246000fd5b3461019d57602036600319011261019d5761092a6109f8610c5c610dd2565b6111d0565b3461019d57602036600319011261019d576004356000526009602052602067ffffffffffffffff60406000205416604051908152f35b3461019d57602036600319011261019d57600435610cb3611048565b50600554811015610a18576000600554821015610a0457600590527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db0015461092a90610916906001600160a01b0316611391565b3461019d57600036600319011261019d576020600554604051908152f35b3461019d57602036600319011261019d57610d3e610dd2565b610d466116d3565b610d4f81611701565b7fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff8154169055610d7e816111d0565b7f5aff9c71031745ca5a8ce5b630e76754fd96cea2301badf3de8cc5d4e9b58ae6604051806105706001600160a01b033396169482610eb9565b3461019d57600036600319011261019d5780604060209252f35b600435906001600160a01b038216820361019d57565b35906001600160a01b038216820361019d57565b60005b838110610e0f5750506000910152565b8181015183820152602001610dff565b90602091610e3881518092818552858086019101610dfc565b601f01601f1916010190565b906001600160a01b03825116815260a067ffffffffffffffff81610e8c610e7a602087015160c0602088015260c0870190610e1f565b60408701518682036040880152610e1f565b946060810151606086015260808101511515608086015201511691015290565b906006821015610c275752565b90610f6d91602081526001600160a01b038251166020820152610100610f2e610ef360208501516101206040860152610140850190610e1f565b610f0560408601516060860190610eac565b6001600160a01b0360608601511660808501526080850151601f198583030160a0860152610e1f565b9260a081015160c084015260c0810151151560e084015267ffffffffffffffff60e08201511682840152015190610120601f1982850301910152610e1f565b90565b6004359067ffffffffffffffff8216820361019d57565b9181601f8401121561019d5782359167ffffffffffffffff831161019d576020838186019501011161019d57565b60c0810190811067ffffffffffffffff8211176105e357604052565b6080810190811067ffffffffffffffff8211176105e357604052565b610120810190811067ffffffffffffffff8211176105e357604052565b6060810190811067ffffffffffffffff8211176105e357604052565b90601f8019910116810190811067ffffffffffffffff8211176105e357604052565b6040519061105582610fb5565b600060a08382815260606020820152606060408201528260608201528260808201520152565b80548210156110935760005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b604051906110b682610fed565b6060610100836000815282602082015260006040820152600083820152826080820152600060a0820152600060c0820152600060e08201520152565b90600182811c92168015611122575b602083101461110c57565b634e487b7160e01b600052602260045260246000fd5b91607f1691611101565b9060405191826000825492611140846110f2565b80845293600181169081156111ae5750600114611167575b5061116592500383611026565b565b90506000929192526020600020906000915b8183106111925750509060206111659282010138611158565b6020919350806001915483858901015201910190918492611179565b90506020925061116594915060ff191682840152151560051b82010138611158565b6001600160a01b03906111e16110a9565b5016806000526001602052604060002080549060ff8260a01c16906002810154916040519461120f86610fed565b855261121d6003830161112c565b60208601526006811015610c27576112839360059367ffffffffffffffff9260408801526001600160a01b038216606088015261125c6004850161112c565b608088015260a087015260ff8160a81c16151560c087015260b81c1660e08501520161112c565b61010082015290565b67ffffffffffffffff81116105e357601f01601f191660200190565b9291926112b48261128c565b916112c26040519384611026565b82948184528183011161019d578281602093846000960137010152565b9080601f8301121561019d57816020610f6d933591016112a8565b67ffffffffffffffff81116105e35760051b60200190565b9080601f8301121561019d578135611329816112fa565b926113376040519485611026565b81845260208085019260051b8201019183831161019d5760208201905b83821061136357505050505090565b813567ffffffffffffffff811161019d57602091611386878480948801016112df565b815201910190611354565b6001600160a01b03906113a2611048565b501680600052600060205267ffffffffffffffff604060002060028101546113ee6004835493604051966113d588610fb5565b87526113e36003820161112c565b60208801520161112c565b6040850152606084015260ff81161515608084015260181c1660a082015290565b919091601f8311611420575b505050565b81831161142c57505050565b60005260206000206020601f830160051c9210611469575b81601f9101920160051c039060005b8281101561141b57600082820155600101611453565b60009150611444565b67ffffffffffffffff1667ffffffffffffffff81146114915760010190565b634e487b7160e01b600052601160045260246000fd5b9035601e198236030181121561019d57016020813591019167ffffffffffffffff821161019d57813603831361019d57565b908060209392818452848401376000828201840152601f01601f1916010190565b359061ffff8216820361019d57565b602081528135600781101561019d5760009060208301526001600160a01b0361153460208501610de8565b1660408301526001600160a01b0361154e60408501610de8565b16606083015261157761156460608501856114a7565b61012060808601526101408501916114d9565b9036849003906080850135601e1983018112156116cf5785016020813591019367ffffffffffffffff82116116cb578160051b908136038613610b4757601f95929195198782030160a0880152818152602080820196820101958385925b8484106116935750505050505060a085013560c085015261ffff6115fb60c087016114fa565b1660e085015260e085013591607e190182121561169057506116876101209285610100930190601f1986820301848701526001600160a01b0361163d83610de8565b16815261167961166461165360208501856114a7565b6080602086015260808501916114d9565b926040810135604084015260608101906114a7565b9160608185039101526114d9565b93013591015290565b80fd5b9091929394976020806116bb600193601f198682030188526116b58d886114a7565b906114d9565b9a019401940192949391906115d5565b8280fd5b5080fd5b33600052600060205260ff60406000205416156116ec57565b63351c880f60e01b6000523360045260246000fd5b6001600160a01b031690816000526001602052604060002091825460ff8160a81c1615908115611761575b506117345750565b7fd06810580000000000000000000000000000000000000000000000000000000060005260045260246000fd5b6001600160a01b031633141590503861172c565b6001600160a01b03600a5416806117895750565b7f13607bf90000000000000000000000000000000000000000000000000000000060005260045260246000fd5b60055490680100000000000000008210156105e3576117e08260016111659401600555600561107b565b9091906001600160a01b038084549260031b9316831b921b1916179055565b906001600160a01b0381511615611ebe57604081018051906006821015610c275760009115611e965760208301906118378251612631565b60a08401906118468251612518565b6001600160a01b038551168452600160205260408420928354916001600160a01b03831680159384600014611e6c576001600160a01b03885b16918215159182611e29575b5050611df05750606092869180516006811015611ddc57600314918215611dc6575b858a01928351805115801590611dbe575b611d0b575b5050611cbd575b6001600160a01b038a166001600160a01b031988541617875551906006821015611ca9577fff000000000000000000ffffffffffffffffffffffffffffffffffffffffffff750100000000000000000000000000000000000000000076ff00000000000000000000000000000000000000000000895493515160b01b16927fffffffffffffffffffff0000ffffffffffffffffffffffffffffffffffffffff74ff00000000000000000000000000000000000000007effffffffffffffff00000000000000000000000000000000000000000000004360b81b169660a01b1691161717161717855560018501556080860151600285015551600384019080519067ffffffffffffffff8211611c95576119ed826119e785546110f2565b8561140f565b602090601f8311600114611c3257611a1c9291889183611b2b5750508160011b916000199060031b1c19161790565b90555b8051600484019167ffffffffffffffff8211611c1e57611a43826119e785546110f2565b602090601f8311600114611bb7579180611a779260059695948992611b2b5750508160011b916000199060031b1c19161790565b90555b5191019181519167ffffffffffffffff8311611ba357611aa483611a9e86546110f2565b8661140f565b602091601f8411600114611b36576001600160a01b03959493611add93909283611b2b5750508160011b916000199060031b1c19161790565b90555b51167faa7f75c158c96b6287947322216d6bb1d3006a5460db0044e03fdaef451455696001600160a01b03611b14836111d0565b93611b26604051928392169582610eb9565b0390a3565b015190503880610515565b9190601f198416858452828420935b818110611b8b57509160019391856001600160a01b039897969410611b72575b505050811b019055611ae0565b015160001960f88460031b161c19169055388080611b65565b92936020600181928786015181550195019301611b45565b602482634e487b7160e01b81526041600452fd5b8387528187209190601f198416885b818110611c06575091600193918560059897969410611bed575b505050811b019055611a7a565b015160001960f88460031b161c19169055388080611be0565b92936020600181928786015181550195019301611bc6565b602486634e487b7160e01b81526041600452fd5b8388528188209190601f198416895b818110611c7d5750908460019594939210611c64575b505050811b019055611a1f565b015160001960f88460031b161c19169055388080611c57565b92936020600181928786015181550195019301611c41565b602487634e487b7160e01b81526041600452fd5b602488634e487b7160e01b81526021600452fd5b6001600160a01b0389511660065468010000000000000000811015611cf757906117e0826001611cf29401600655600661107b565b6118ca565b60248a634e487b7160e01b81526041600452fd5b909650611d199194506126bb565b611d238351612878565b956001600160a01b03611d3583612561565b16906001600160a01b038d168214159182611da3575b5050611d64578051611d5c9161291f565b9238806118c3565b6040517f64eae1810000000000000000000000000000000000000000000000000000000081526020600482015280611d9f6024820189610e1f565b0390fd5b1580159250611db5575b503880611d4b565b90501538611dad565b5081156118be565b915080516006811015611ddc57600414916118ad565b602489634e487b7160e01b81526021600452fd5b87517ff8cbcf420000000000000000000000000000000000000000000000000000000088526001600160a01b0316600452602452604486fd5b9091506001600160a01b038b1680841492831593611e4c575b505050388061188b565b14915081611e5e575b50388080611e42565b60ff915060a81c1638611e55565b818852876020526001604089200154885260026020526001600160a01b038060408a20541661187f565b6004827fd5c84cfb000000000000000000000000000000000000000000000000000000008152fd5b63d92e233d60e01b60005260046000fd5b61ffff1661ffff81146114915760010190565b67ffffffffffffffff16806000526007602052604060002080549081156122995760010190815460ff8160501c1661226b5767ffffffffffffffff8060045460201c1691160361223d57611f3584612608565b0361220f5781600052600860205260406000206001600160a01b03331660005260205260ff604060002054166121dd5781600052600860205260406000206001600160a01b0333166000526020526040600020600160ff19825416179055611fa461ffff825460401c16611ecf565b815469ffff00000000000000001916604082901b69ffff00000000000000001617825561ffff604051911690818152837f0163636c3433cdc6cf61ce04bc6fd7818bd2d9365e9a08f9615fe2d696cc30a760203393a361ffff600454161161141b576a01000000000000000000006aff00000000000000000000198254161790556004546bffffffffffffffff0000000061204b67ffffffffffffffff8360201c16611472565b60201b16906bffffffffffffffff00000000191617600455604051907fb6a27bc179a4657dc152b6b67c49e174d2ebebbda9e6c65e61378177c5bf35b2600080a26101208236031261019d576120a081610fed565b8135600781101561019d5781526120b960208301610de8565b60208201526120ca60408301610de8565b6040820152606082013567ffffffffffffffff811161019d576120f090369084016112df565b6060820152608082013567ffffffffffffffff811161019d576121169036908401611312565b608082015260a082013560a082015261213160c083016114fa565b60c082015260e082013567ffffffffffffffff811161019d57820160808136031261019d576040519261216384610fd1565b61216c82610de8565b8452602082013567ffffffffffffffff811161019d5761218f90369084016112df565b60208501526040820135604085015260608201359367ffffffffffffffff851161019d576121c661010093611165963691016112df565b606082015260e0840152013561010082015261296e565b507fe4df9458000000000000000000000000000000000000000000000000000000006000526004523360245260446000fd5b507fdcf3e5240000000000000000000000000000000000000000000000000000000060005260045260246000fd5b827fa4b66e190000000000000000000000000000000000000000000000000000000060005260045260246000fd5b837f50a6e0520000000000000000000000000000000000000000000000000000000060005260045260246000fd5b826368df4c2960e11b60005260045260246000fd5b9291909360258510801561250d575b8015612502575b6124f8578460201015611093577f050000000000000000000000000000000000000000000000000000000000000080602086013516036124f85761237e906040519060208201526020815261231a604082611026565b60405190612329606083611026565b604082527f4142434445464748494a4b4c4d4e4f505152535455565758595a61626364656660208301527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392d5f6040830152613b6e565b60405190612422600160448460208101947f7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6786527f65223a220000000000000000000000000000000000000000000000000000000060408301526123eb8151809260208686019101610dfc565b81017f2200000000000000000000000000000000000000000000000000000000000000838201520301601e19810185520183611026565b81518085106124ec5784811161019d5761243e903690856112a8565b6020815191012091519020036124e3578160009160209360405192839283378101838152039060025afa156124d7576124af60009160209361249e8580865193604051948186928484019889378201908382015203018084520182611026565b604051928392839251928391610dfc565b8101039060025afa156124d757610f6d600051602435906004359060a43590608435906135ea565b6040513d6000823e3d90fd5b50505050600090565b50505050505050600090565b5050505050600090565b5061040083116122c4565b5061040085116122bd565b60ff90511161252357565b7f655849c60000000000000000000000000000000000000000000000000000000060005260046000fd5b80518210156110935760209160051b010190565b805190600882116125de57600090815b8383106125815750505050600090565b61258b838361254d565b5160405190602082019283526040820152604081526125ab606082611026565b519020918260005260026020526001600160a01b0360406000205416806125d6575060010191612571565b935050505090565b7f64325c910000000000000000000000000000000000000000000000000000000060005260046000fd5b60405161262b8161261d602082019485611509565b03601f198101835282611026565b51902090565b51801590811561266d575b5061264357565b7f153736cd0000000000000000000000000000000000000000000000000000000060005260046000fd5b607f9150113861263c565b90612682826112fa565b61268f6040519182611026565b82815280926126a0601f19916112fa565b0190602036910137565b908151811015611093570160200190565b9081518015801561286e575b6125de576126d481612678565b9260005b8281106126e457505050565b6126ee818361254d565b51805180158015612864575b6125de5760005b818110612726575050908160206001935191012061271f828861254d565b52016126d8565b6001600160f81b031961273982856126aa565b51167f61000000000000000000000000000000000000000000000000000000000000008110159081612839575b81156127dd575b81156127b3575b8115612789575b50156125de57600101612701565b7f5f000000000000000000000000000000000000000000000000000000000000009150143861277b565b7f2d0000000000000000000000000000000000000000000000000000000000000081149150612774565b90507f30000000000000000000000000000000000000000000000000000000000000008110158061280f575b9061276d565b507f3900000000000000000000000000000000000000000000000000000000000000811115612809565b7f7a000000000000000000000000000000000000000000000000000000000000008111159150612766565b50603f81116126fa565b50600881116126c7565b90815180156129075782511561109357916020810151926001915b81831061289f57505050565b9091936001906128fe826128b3888661254d565b5192602060405194826128cf8794518092858088019101610dfc565b8301602f60f81b838201526128ed8251809385602185019101610dfc565b01010301601f198101835282611026565b94019190612893565b509050604051612918602082611026565b6000815290565b6000929183915b81831061293257505050565b909193600190612942868461254d565b516040519060208201928352604082015260408152612962606082611026565b51902094019190612926565b9081516007811015610c2757600090600103612f91576001600160a01b0360208401511660608401519260808501519060a08601519560e0810151936040519060a0820182811067ffffffffffffffff821117612f7d576040528082526020820197885260408201948552606082019889526080820195865215612f6e57875115612f5f576129fd8751612631565b6001600160a01b03815116865285602052604086209360ff855416612f4257604061ffff60045460101c1614612f1a57612a3781516126bb565b95612a428251612878565b956001600160a01b03612a5489612561565b16612ef857875199612a668b8a61291f565b9b8c8b52600360205260408b2054612ed6578a9c8b9d8e5b60018101809111612ec2578c511115612ae857612a9b8f8d61254d565b516040519060208201928352604082015260408152612abb606082611026565b5190209d8e8d52600360205260408d208054612ad690613c9a565b9055612ae190613c9a565b9d8e612a7e565b509295989c509295985092959960ff612b4d918b6001600160a01b036040818d51169287815260026020522091166001600160a01b031982541617905581875460081c1615612eaa575b865462ffffff1916911660101b62ff00001617610101178555565b83546affffffffffffffff00000019164360181b6affffffffffffffff000000161784556001840155516002830155518051600383019167ffffffffffffffff8211612e9657612ba1826119e785546110f2565b602090601f8311600114612e2f579180612bd59260049695948c92611b2b5750508160011b916000199060031b1c19161790565b90555b01875167ffffffffffffffff8111611c9557612bf8816104f284546110f2565b6020601f8211600114612dc9579080612c2b92899a9b60c09a92611b2b5750508160011b916000199060031b1c19161790565b90555b60045463ffff0000612c4661ffff8360101c16611ecf565b60101b169063ffff00001916176004556001600160a01b038351167f0e83dabd0af920ab4dfab07b84e60c16dca0d01174a115375343396ed368c5cd612c8e61091683611391565b0390a2516001600160a01b038151169182612d70575b505050505b015161ffff811660045461ffff8160101c1692838311908115612d3b575b50612d0b5761ffff191681176004556040805191825260208201929092527fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9250a1565b50604493507fce665eaa000000000000000000000000000000000000000000000000000000008352600452602452fd5b6201fffe915060011b1682810460021483151715612d5c5783101538612cc7565b602485634e487b7160e01b81526011600452fd5b6001600160a01b03612dc09451169160208101519151606060408301519201519260405195612d9e87610fb5565b86526020860152600260408601526060850152608084015260a08301526117ff565b38808080612ca4565b82885280882099601f198316895b818110612e1757509160c0999a9b91846001959410612dfe575b505050811b019055612c2e565b015160001960f88460031b161c19169055388080612df1565b838301518d556001909c019b60209384019301612dd7565b838a52818a209190601f1984168b5b818110612e7e575091600193918560049897969410612e65575b505050811b019055612bd8565b015160001960f88460031b161c19169055388080612e58565b92936020600181928786015181550195019301612e3e565b602489634e487b7160e01b81526041600452fd5b612ebd6001600160a01b038b51166117b6565b612b32565b60248e634e487b7160e01b81526011600452fd5b6040516334a3ab4160e01b81526020600482015280611d9f602482018c610e1f565b6040516334a3ab4160e01b81526020600482015280611d9f602482018a610e1f565b6004877f5e1459cc000000000000000000000000000000000000000000000000000000008152fd5b6024876001600160a01b03845116632314c75760e01b8252600452fd5b6004866349ad267760e11b8152fd5b60048663d92e233d60e01b8152fd5b602488634e487b7160e01b81526041600452fd5b90825160078110156135c25760020361326a576001600160a01b03602084015116918281528060205260408120805460ff8116156132575760ff191681556001810154825260026020526040822080546001600160a01b0319169055612ff99060040161112c565b93600192825b865181101561304457602f60f81b6001600160f81b0319613020838a6126aa565b511614613030575b600101612fff565b9361303c600191613c9a565b949050613028565b509193909261305290612678565b918490859286925b885180851161315f5784108061313d575b613133576130798185613ca9565b61309b6130858261128c565b916130936040519384611026565b80835261128c565b602082019290601f19013684378a815b8b8882106130fd57505050505190206130cd6130c686613c9a565b958761254d565b52600183018084116130e9576130e39093613c9a565b9261305a565b602488634e487b7160e01b81526011600452fd5b61312a6001600160f81b0319613115846001966126aa565b51166131218685613ca9565b921a91866126aa565b53018b906130ab565b926130e390613c9a565b50602f60f81b6001600160f81b0319613156868c6126aa565b5116141561306b565b5050959650915050849285935b600185018086116130e957845111156131ea57613189858561254d565b5160405190602082019283526040820152604081526131a9606082611026565b51902093848752600360205260408720805480156131d6576000190190556131d090613c9a565b9361316c565b602489634e487b7160e01b81526011600452fd5b5092509392905060045461ffff8160101c168015612d5c5763ffff00001990911660001990910160101b63ffff0000161760045560c091907f947c38c6eb9022f2fbcb0cffe953c167b221cefd64c497b03243a7269f4ee5ec61324f61091683611391565b0390a2612ca9565b6024838663351c880f60e01b8252600452fd5b90825160078110156135d657600303613465576001600160a01b03602084015116926001600160a01b0360408201511660a08201519480845283602052604084209560ff8754161561345257821561344357801561343457818303613342575b849596508260c095528560205260026040872001557f32ceb2fb792737b56416ebd09b62faf8b0e9b4c3a470c0cc6e753676c243df3d61332c61330c83611391565b61333a61331886611391565b604051938493604085526040850190610e44565b908382036020850152610e44565b0390a3612ca9565b828552846020526040852096875460ff81166134215760c096979860ff6133e59260081c1615613413575b825460ff19168355805461010161ffff19821681178355845462ff00001662ffffff199092169190911717815580546affffffffffffffff00000019164360181b6affffffffffffffff000000161781556004806001850194855460018501556133dd6003820160038601613a91565b019101613a91565b5486526002602052604086206001600160a01b0384166001600160a01b0319825416179055869594506132ca565b61341c866117b6565b61336d565b60248786632314c75760e01b8252600452fd5b6004856349ad267760e11b8152fd5b60048563d92e233d60e01b8152fd5b6024858363351c880f60e01b8252600452fd5b9091805160078110156135c2576005036134e357610100018051156134d45780518252600960205260408220805467ffffffffffffffff19164367ffffffffffffffff1617905551907f76b6e5da0cdb4e1eb385edd31ea56d94772f6820ad919d5cf706c640b18b0ba49080a2565b600482630447d59d60e41b8152fd5b805160078110156135c25760060361357f57610100810191825115801561356a575b61355b575060206001600160a01b03817f2942205c51163198237e5f52cdddafb718fb8b41a2642a6233d593e4dea76cc79301511692836001600160a01b0319600a541617600a555180600b55604051908152a2565b80630447d59d60e41b60049252fd5b506001600160a01b0360208301511615613505565b805160078110156135c2576003190161359a5760c090612ca9565b6004827f86aebc9b000000000000000000000000000000000000000000000000000000008152fd5b602483634e487b7160e01b81526021600452fd5b602482634e487b7160e01b81526021600452fd5b9190939284151580613a68575b80613a5f575b80613a35575b15801561399c575b6124f857604051936102006136208187611026565b60005b818110613987575050602092916137c1916040516136408161100a565b60008152600086820152600060408201528752604051916136608361100a565b8252848201526001604082015283860190815260405161367f8161100a565b7f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681527f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f58582015260016040820152608087019081526137b26136e28351613cb6565b604089019081526137a36137946136f98551613cb6565b6101008c0190815261370e8751855190613cf3565b9560608d019687528c60a06137268a51845190613cf3565b9101528c60c06137398751845190613cf3565b9101528c60e061374c8951845190613cf3565b9101528c6101206137608a51855190613cf3565b9101528c6101406137748751855190613cf3565b9101528c6101606137888951855190613cf3565b91015251905190613cf3565b6101808b018181529551613cf3565b6101a08a015251835190613cf3565b6101c088015251905190613cf3565b6101e085015260c060009160405190848252848083015284604083015260608201527fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f60808201527fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255160a082015260055afa600051901561397457807fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551809286959495099309906000908192829483915b608083106138b05750505050916138aa917fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255193613f1d565b50061490565b86613952575b8160fe1c600c8260fc1c161760406138ce8287613c89565b5101516138ea575b5060019060021b9160021b92019190613872565b96919590948261392e575050506139018583613c89565b5151936001604061392160206139178a88613c89565b5101519886613c89565b5101519695945b906138d6565b9061394792916139416001989987613c89565b51613d93565b969195909594613928565b939561396391956139699397613d12565b91613d12565b9591949094936138b6565b634e487b7160005260126020526024601cfd5b602090613992613c6a565b8189015201613623565b50600160601b63ffffffff60c01b03197f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8183817fffffffff00000001000000000000000000000000fffffffffffffffffffffffc81838009080908600160601b63ffffffff60c01b031985800914600160601b63ffffffff60c01b03198510600160601b63ffffffff60c01b0319831016161561360b565b507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8821115613603565b508115156135fd565b507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255185106135f7565b919091828114613b6957613aa583546110f2565b67ffffffffffffffff81116105e357613ac2816104f284546110f2565b600093601f8211600114613b0357613af49293948291600092613af85750508160011b916000199060031b1c19161790565b9055565b015490503880610515565b845260208085208386529085209094601f198316815b818110613b5157509583600195969710613b38575b505050811b019055565b015460001960f88460031b161c19169055388080613b2e565b9192600180602092868b015481550194019201613b19565b509050565b906000825115613c53575081518060021b907f3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff811603611491576002810180911161149157600390049190613bdb613bc58461128c565b93613bd36040519586611026565b80855261128c565b6020840190601f19013682379082805101906020820192835194600085525b838110613c0957505050505290565b600360049101916001603f845182828260121c16880101518453828282600c1c16880101518385015382828260061c16880101516002850153168501015160038201530190613bfa565b91505060405190613c65602083611026565b815290565b60405190613c778261100a565b60006040838281528260208201520152565b9060108110156110935760051b0190565b60001981146114915760010190565b9190820391821161149157565b613cd690613cc2613c6a565b508051906040602082015191015191613d12565b9060405192613ce48461100a565b83526020830152604082015290565b613cd691613cff613c6a565b5080516040602083015192015192613d93565b929091600160601b63ffffffff60c01b031980918180868009968180808a818080808a800980097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc09818088800960030908940960040991818080808087600209810381868009089c80096008098103938b82039008900908940960020990565b9193909293600094600094600094604081015190600160601b63ffffffff60c01b0319828009600160601b63ffffffff60c01b031985800992600160601b63ffffffff60c01b03198087860960208501510991600160601b63ffffffff60c01b0319808681868103818d818989099009089651099181838103918909089081158515169485600014613ebe575050505050600114613e32575b50505050565b600160601b63ffffffff60c01b03198080809a508699508097985080969381808087819998099d838f94097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc09818088800960030908940960040991818080808087600209810381868009089c80096008098103938b8203900890090894096002099038808080613e2c565b929b5093509650600160601b63ffffffff60c01b031980808080809c9d50809a995080985080969f508b8009809709958a098180876002098103818381038188800908089d098103938c82039008900908950990099038808080613e2c565b92918015613fac5760209060c060009160405190848252848083015284604083015260608201527fffffffff00000001000000000000000000000000fffffffffffffffffffffffd6080820152600160601b63ffffffff60c01b031960a082015260055afa90600051911561397457600160601b63ffffffff60c01b0319828180828196098097099509900990565b5050905060009060009056",
}

// Registry is an auto generated Go binding around an Ethereum contract.
type Registry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Registry) GetABI() abi.ABI {
	return c.abi
}

// NewRegistry creates a new instance of Registry.
func NewRegistry() *Registry {
	parsed, err := RegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Registry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Registry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor((address,string,string[],bytes32,(address,string,bytes32,string))[] owners, uint16 votes) returns()
func (registry *Registry) PackConstructor(owners []RegistryNewOwner, votes uint16) []byte {
	enc, err := registry.abi.Pack("", owners, votes)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXENDPOINTS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf5c36a4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_ENDPOINTS() view returns(uint256)
func (registry *Registry) PackMAXENDPOINTS() []byte {
	enc, err := registry.abi.Pack("MAX_ENDPOINTS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXENDPOINTS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf5c36a4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_ENDPOINTS() view returns(uint256)
func (registry *Registry) TryPackMAXENDPOINTS() ([]byte, error) {
	return registry.abi.Pack("MAX_ENDPOINTS")
}

// UnpackMAXENDPOINTS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbf5c36a4.
//
// Solidity: function MAX_ENDPOINTS() view returns(uint256)
func (registry *Registry) UnpackMAXENDPOINTS(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("MAX_ENDPOINTS", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x756bf254.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) PackMAXNAME() []byte {
	enc, err := registry.abi.Pack("MAX_NAME")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x756bf254.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) TryPackMAXNAME() ([]byte, error) {
	return registry.abi.Pack("MAX_NAME")
}

// UnpackMAXNAME is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x756bf254.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) UnpackMAXNAME(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("MAX_NAME", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXOWNERS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b8bb146.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) PackMAXOWNERS() []byte {
	enc, err := registry.abi.Pack("MAX_OWNERS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXOWNERS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b8bb146.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) TryPackMAXOWNERS() ([]byte, error) {
	return registry.abi.Pack("MAX_OWNERS")
}

// UnpackMAXOWNERS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0b8bb146.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) UnpackMAXOWNERS(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("MAX_OWNERS", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackAcceptedChain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a84d925.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acceptedChain(bytes32 blockHash) view returns(uint64)
func (registry *Registry) PackAcceptedChain(blockHash [32]byte) []byte {
	enc, err := registry.abi.Pack("acceptedChain", blockHash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcceptedChain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a84d925.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acceptedChain(bytes32 blockHash) view returns(uint64)
func (registry *Registry) TryPackAcceptedChain(blockHash [32]byte) ([]byte, error) {
	return registry.abi.Pack("acceptedChain", blockHash)
}

// UnpackAcceptedChain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2a84d925.
//
// Solidity: function acceptedChain(bytes32 blockHash) view returns(uint64)
func (registry *Registry) UnpackAcceptedChain(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("acceptedChain", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackActiveOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8de6262e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) PackActiveOwners() []byte {
	enc, err := registry.abi.Pack("activeOwners")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackActiveOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8de6262e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) TryPackActiveOwners() ([]byte, error) {
	return registry.abi.Pack("activeOwners")
}

// UnpackActiveOwners is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8de6262e.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) UnpackActiveOwners(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("activeOwners", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackDeactivatePrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c580228.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deactivatePrincipal(address account) returns()
func (registry *Registry) PackDeactivatePrincipal(account common.Address) []byte {
	enc, err := registry.abi.Pack("deactivatePrincipal", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeactivatePrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c580228.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deactivatePrincipal(address account) returns()
func (registry *Registry) TryPackDeactivatePrincipal(account common.Address) ([]byte, error) {
	return registry.abi.Pack("deactivatePrincipal", account)
}

// PackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe0095e0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domainOf(address account) view returns(bytes32)
func (registry *Registry) PackDomainOf(account common.Address) []byte {
	enc, err := registry.abi.Pack("domainOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe0095e0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function domainOf(address account) view returns(bytes32)
func (registry *Registry) TryPackDomainOf(account common.Address) ([]byte, error) {
	return registry.abi.Pack("domainOf", account)
}

// UnpackDomainOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe0095e0e.
//
// Solidity: function domainOf(address account) view returns(bytes32)
func (registry *Registry) UnpackDomainOf(data []byte) ([32]byte, error) {
	out, err := registry.abi.Unpack("domainOf", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackHandOver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7cdbc4be.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handOver() view returns(address successor, bytes32 subject)
func (registry *Registry) PackHandOver() []byte {
	enc, err := registry.abi.Pack("handOver")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHandOver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7cdbc4be.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function handOver() view returns(address successor, bytes32 subject)
func (registry *Registry) TryPackHandOver() ([]byte, error) {
	return registry.abi.Pack("handOver")
}

// HandOverOutput serves as a container for the return parameters of contract
// method HandOver.
type HandOverOutput struct {
	Successor common.Address
	Subject   [32]byte
}

// UnpackHandOver is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7cdbc4be.
//
// Solidity: function handOver() view returns(address successor, bytes32 subject)
func (registry *Registry) UnpackHandOver(data []byte) (HandOverOutput, error) {
	out, err := registry.abi.Unpack("handOver", data)
	outstruct := new(HandOverOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Successor = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Subject = *abi.ConvertType(out[1], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackIsActive is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f8a13d7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isActive(address account) view returns(bool)
func (registry *Registry) PackIsActive(account common.Address) []byte {
	enc, err := registry.abi.Pack("isActive", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsActive is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f8a13d7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isActive(address account) view returns(bool)
func (registry *Registry) TryPackIsActive(account common.Address) ([]byte, error) {
	return registry.abi.Pack("isActive", account)
}

// UnpackIsActive is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9f8a13d7.
//
// Solidity: function isActive(address account) view returns(bool)
func (registry *Registry) UnpackIsActive(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("isActive", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsFogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b528d3f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) PackIsFogOf(account common.Address, owner common.Address) []byte {
	enc, err := registry.abi.Pack("isFogOf", account, owner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsFogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b528d3f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) TryPackIsFogOf(account common.Address, owner common.Address) ([]byte, error) {
	return registry.abi.Pack("isFogOf", account, owner)
}

// UnpackIsFogOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3b528d3f.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) UnpackIsFogOf(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("isFogOf", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x666e1b39.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) PackOwner(account common.Address) []byte {
	enc, err := registry.abi.Pack("owner", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x666e1b39.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) TryPackOwner(account common.Address) ([]byte, error) {
	return registry.abi.Pack("owner", account)
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x666e1b39.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) UnpackOwner(data []byte) (RegistryOwner, error) {
	out, err := registry.abi.Unpack("owner", data)
	if err != nil {
		return *new(RegistryOwner), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryOwner)).(*RegistryOwner)
	return out0, nil
}

// PackOwnerAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24359879.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) PackOwnerAt(index *big.Int) []byte {
	enc, err := registry.abi.Pack("ownerAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24359879.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) TryPackOwnerAt(index *big.Int) ([]byte, error) {
	return registry.abi.Pack("ownerAt", index)
}

// UnpackOwnerAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x24359879.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) UnpackOwnerAt(data []byte) (RegistryOwner, error) {
	out, err := registry.abi.Unpack("ownerAt", data)
	if err != nil {
		return *new(RegistryOwner), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryOwner)).(*RegistryOwner)
	return out0, nil
}

// PackOwnerCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0db02622.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) PackOwnerCount() []byte {
	enc, err := registry.abi.Pack("ownerCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0db02622.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) TryPackOwnerCount() ([]byte, error) {
	return registry.abi.Pack("ownerCount")
}

// UnpackOwnerCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0db02622.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) UnpackOwnerCount(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("ownerCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7040cc3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) PackOwnerOf(segments [][32]byte) []byte {
	enc, err := registry.abi.Pack("ownerOf", segments)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7040cc3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) TryPackOwnerOf(segments [][32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOf", segments)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc7040cc3.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwnerOfDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xafef73ac.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address)
func (registry *Registry) PackOwnerOfDomain(domain [32]byte) []byte {
	enc, err := registry.abi.Pack("ownerOfDomain", domain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOfDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xafef73ac.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address)
func (registry *Registry) TryPackOwnerOfDomain(domain [32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOfDomain", domain)
}

// UnpackOwnerOfDomain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xafef73ac.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address)
func (registry *Registry) UnpackOwnerOfDomain(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("ownerOfDomain", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPasskeyOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e1e7c34.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function passkeyOf(bytes32[2] key, bytes authenticatorData, bytes clientDataJSON, bytes32[2] signature, bytes32 challenge) view returns(address)
func (registry *Registry) PackPasskeyOf(key [2][32]byte, authenticatorData []byte, clientDataJSON []byte, signature [2][32]byte, challenge [32]byte) []byte {
	enc, err := registry.abi.Pack("passkeyOf", key, authenticatorData, clientDataJSON, signature, challenge)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPasskeyOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e1e7c34.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function passkeyOf(bytes32[2] key, bytes authenticatorData, bytes clientDataJSON, bytes32[2] signature, bytes32 challenge) view returns(address)
func (registry *Registry) TryPackPasskeyOf(key [2][32]byte, authenticatorData []byte, clientDataJSON []byte, signature [2][32]byte, challenge [32]byte) ([]byte, error) {
	return registry.abi.Pack("passkeyOf", key, authenticatorData, clientDataJSON, signature, challenge)
}

// UnpackPasskeyOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8e1e7c34.
//
// Solidity: function passkeyOf(bytes32[2] key, bytes authenticatorData, bytes clientDataJSON, bytes32[2] signature, bytes32 challenge) view returns(address)
func (registry *Registry) UnpackPasskeyOf(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("passkeyOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2ce0f9d6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string))
func (registry *Registry) PackPrincipal(account common.Address) []byte {
	enc, err := registry.abi.Pack("principal", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2ce0f9d6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string))
func (registry *Registry) TryPackPrincipal(account common.Address) ([]byte, error) {
	return registry.abi.Pack("principal", account)
}

// UnpackPrincipal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2ce0f9d6.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string))
func (registry *Registry) UnpackPrincipal(data []byte) (RegistryPrincipal, error) {
	out, err := registry.abi.Unpack("principal", data)
	if err != nil {
		return *new(RegistryPrincipal), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryPrincipal)).(*RegistryPrincipal)
	return out0, nil
}

// PackPrincipalAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f49a58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string))
func (registry *Registry) PackPrincipalAt(index *big.Int) []byte {
	enc, err := registry.abi.Pack("principalAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f49a58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string))
func (registry *Registry) TryPackPrincipalAt(index *big.Int) ([]byte, error) {
	return registry.abi.Pack("principalAt", index)
}

// UnpackPrincipalAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x45f49a58.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string))
func (registry *Registry) UnpackPrincipalAt(data []byte) (RegistryPrincipal, error) {
	out, err := registry.abi.Unpack("principalAt", data)
	if err != nil {
		return *new(RegistryPrincipal), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryPrincipal)).(*RegistryPrincipal)
	return out0, nil
}

// PackPrincipalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd6d4ce52.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) PackPrincipalCount() []byte {
	enc, err := registry.abi.Pack("principalCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd6d4ce52.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) TryPackPrincipalCount() ([]byte, error) {
	return registry.abi.Pack("principalCount")
}

// UnpackPrincipalCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd6d4ce52.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) UnpackPrincipalCount(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("principalCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackProposal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7afa0aa3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) PackProposal(number uint64) []byte {
	enc, err := registry.abi.Pack("proposal", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7afa0aa3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) TryPackProposal(number uint64) ([]byte, error) {
	return registry.abi.Pack("proposal", number)
}

// ProposalOutput serves as a container for the return parameters of contract
// method Proposal.
type ProposalOutput struct {
	Digest   [32]byte
	Votes    uint16
	Executed bool
	Void     bool
}

// UnpackProposal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7afa0aa3.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) UnpackProposal(data []byte) (ProposalOutput, error) {
	out, err := registry.abi.Unpack("proposal", data)
	outstruct := new(ProposalOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Digest = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.Votes = *abi.ConvertType(out[1], new(uint16)).(*uint16)
	outstruct.Executed = *abi.ConvertType(out[2], new(bool)).(*bool)
	outstruct.Void = *abi.ConvertType(out[3], new(bool)).(*bool)
	return *outstruct, nil
}

// PackProposalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xda35c664.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) PackProposalCount() []byte {
	enc, err := registry.abi.Pack("proposalCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xda35c664.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) TryPackProposalCount() ([]byte, error) {
	return registry.abi.Pack("proposalCount")
}

// UnpackProposalCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xda35c664.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) UnpackProposalCount(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("proposalCount", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc8af979c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string),bytes32) change) returns(uint64 number)
func (registry *Registry) PackPropose(change RegistryChange) []byte {
	enc, err := registry.abi.Pack("propose", change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc8af979c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string),bytes32) change) returns(uint64 number)
func (registry *Registry) TryPackPropose(change RegistryChange) ([]byte, error) {
	return registry.abi.Pack("propose", change)
}

// UnpackPropose is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc8af979c.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string),bytes32) change) returns(uint64 number)
func (registry *Registry) UnpackPropose(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("propose", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackRegisterPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x44eea44b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function registerPrincipal((address,string,uint8,string[],bytes32,string) p) returns()
func (registry *Registry) PackRegisterPrincipal(p RegistryNewPrincipal) []byte {
	enc, err := registry.abi.Pack("registerPrincipal", p)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRegisterPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x44eea44b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function registerPrincipal((address,string,uint8,string[],bytes32,string) p) returns()
func (registry *Registry) TryPackRegisterPrincipal(p RegistryNewPrincipal) ([]byte, error) {
	return registry.abi.Pack("registerPrincipal", p)
}

// PackRoleOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5d7827e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function roleOf(address account) view returns(uint8)
func (registry *Registry) PackRoleOf(account common.Address) []byte {
	enc, err := registry.abi.Pack("roleOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRoleOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5d7827e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function roleOf(address account) view returns(uint8)
func (registry *Registry) TryPackRoleOf(account common.Address) ([]byte, error) {
	return registry.abi.Pack("roleOf", account)
}

// UnpackRoleOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa5d7827e.
//
// Solidity: function roleOf(address account) view returns(uint8)
func (registry *Registry) UnpackRoleOf(data []byte) (uint8, error) {
	out, err := registry.abi.Unpack("roleOf", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) PackThreshold() []byte {
	enc, err := registry.abi.Pack("threshold")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) TryPackThreshold() ([]byte, error) {
	return registry.abi.Pack("threshold")
}

// UnpackThreshold is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x42cde4e8.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) UnpackThreshold(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("threshold", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackUpdateNode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb216dacc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function updateNode(address account, bytes32 tlsKey, string endpoints) returns()
func (registry *Registry) PackUpdateNode(account common.Address, tlsKey [32]byte, endpoints string) []byte {
	enc, err := registry.abi.Pack("updateNode", account, tlsKey, endpoints)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdateNode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb216dacc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function updateNode(address account, bytes32 tlsKey, string endpoints) returns()
func (registry *Registry) TryPackUpdateNode(account common.Address, tlsKey [32]byte, endpoints string) ([]byte, error) {
	return registry.abi.Pack("updateNode", account, tlsKey, endpoints)
}

// PackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5de077bd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vote(uint64 number, (uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string),bytes32) change) returns()
func (registry *Registry) PackVote(number uint64, change RegistryChange) []byte {
	enc, err := registry.abi.Pack("vote", number, change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5de077bd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vote(uint64 number, (uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string),bytes32) change) returns()
func (registry *Registry) TryPackVote(number uint64, change RegistryChange) ([]byte, error) {
	return registry.abi.Pack("vote", number, change)
}

// RegistryChainAccepted represents a ChainAccepted event raised by the Registry contract.
type RegistryChainAccepted struct {
	BlockHash [32]byte
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryChainAcceptedEventName = "ChainAccepted"

// ContractEventName returns the user-defined event name.
func (RegistryChainAccepted) ContractEventName() string {
	return RegistryChainAcceptedEventName
}

// UnpackChainAcceptedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ChainAccepted(bytes32 indexed blockHash)
func (registry *Registry) UnpackChainAcceptedEvent(log *types.Log) (*RegistryChainAccepted, error) {
	event := "ChainAccepted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryChainAccepted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryExecuted represents a Executed event raised by the Registry contract.
type RegistryExecuted struct {
	Number uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryExecutedEventName = "Executed"

// ContractEventName returns the user-defined event name.
func (RegistryExecuted) ContractEventName() string {
	return RegistryExecutedEventName
}

// UnpackExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Executed(uint64 indexed number)
func (registry *Registry) UnpackExecutedEvent(log *types.Log) (*RegistryExecuted, error) {
	event := "Executed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryExecuted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryHandedOver represents a HandedOver event raised by the Registry contract.
type RegistryHandedOver struct {
	Successor common.Address
	Subject   [32]byte
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryHandedOverEventName = "HandedOver"

// ContractEventName returns the user-defined event name.
func (RegistryHandedOver) ContractEventName() string {
	return RegistryHandedOverEventName
}

// UnpackHandedOverEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event HandedOver(address indexed successor, bytes32 subject)
func (registry *Registry) UnpackHandedOverEvent(log *types.Log) (*RegistryHandedOver, error) {
	event := "HandedOver"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryHandedOver)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryNodeUpdated represents a NodeUpdated event raised by the Registry contract.
type RegistryNodeUpdated struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryNodeUpdatedEventName = "NodeUpdated"

// ContractEventName returns the user-defined event name.
func (RegistryNodeUpdated) ContractEventName() string {
	return RegistryNodeUpdatedEventName
}

// UnpackNodeUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NodeUpdated(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64,string) principal)
func (registry *Registry) UnpackNodeUpdatedEvent(log *types.Log) (*RegistryNodeUpdated, error) {
	event := "NodeUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryNodeUpdated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerAdded represents a OwnerAdded event raised by the Registry contract.
type RegistryOwnerAdded struct {
	Account common.Address
	Owner   RegistryOwner
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerAddedEventName = "OwnerAdded"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerAdded) ContractEventName() string {
	return RegistryOwnerAddedEventName
}

// UnpackOwnerAddedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerAdded(address indexed account, (address,string,string,bytes32,bool,uint64) owner)
func (registry *Registry) UnpackOwnerAddedEvent(log *types.Log) (*RegistryOwnerAdded, error) {
	event := "OwnerAdded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerAdded)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerRemoved represents a OwnerRemoved event raised by the Registry contract.
type RegistryOwnerRemoved struct {
	Account common.Address
	Owner   RegistryOwner
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerRemovedEventName = "OwnerRemoved"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerRemoved) ContractEventName() string {
	return RegistryOwnerRemovedEventName
}

// UnpackOwnerRemovedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerRemoved(address indexed account, (address,string,string,bytes32,bool,uint64) owner)
func (registry *Registry) UnpackOwnerRemovedEvent(log *types.Log) (*RegistryOwnerRemoved, error) {
	event := "OwnerRemoved"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerRemoved)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerRotated represents a OwnerRotated event raised by the Registry contract.
type RegistryOwnerRotated struct {
	Account     common.Address
	Replacement common.Address
	Previous    RegistryOwner
	Owner       RegistryOwner
	Raw         *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerRotatedEventName = "OwnerRotated"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerRotated) ContractEventName() string {
	return RegistryOwnerRotatedEventName
}

// UnpackOwnerRotatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerRotated(address indexed account, address indexed replacement, (address,string,string,bytes32,bool,uint64) previous, (address,string,string,bytes32,bool,uint64) owner)
func (registry *Registry) UnpackOwnerRotatedEvent(log *types.Log) (*RegistryOwnerRotated, error) {
	event := "OwnerRotated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerRotated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalDeactivated represents a PrincipalDeactivated event raised by the Registry contract.
type RegistryPrincipalDeactivated struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalDeactivatedEventName = "PrincipalDeactivated"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalDeactivated) ContractEventName() string {
	return RegistryPrincipalDeactivatedEventName
}

// UnpackPrincipalDeactivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalDeactivated(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64,string) principal)
func (registry *Registry) UnpackPrincipalDeactivatedEvent(log *types.Log) (*RegistryPrincipalDeactivated, error) {
	event := "PrincipalDeactivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalDeactivated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalRegistered represents a PrincipalRegistered event raised by the Registry contract.
type RegistryPrincipalRegistered struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalRegisteredEventName = "PrincipalRegistered"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalRegistered) ContractEventName() string {
	return RegistryPrincipalRegisteredEventName
}

// UnpackPrincipalRegisteredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalRegistered(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64,string) principal)
func (registry *Registry) UnpackPrincipalRegisteredEvent(log *types.Log) (*RegistryPrincipalRegistered, error) {
	event := "PrincipalRegistered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalRegistered)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryProposed represents a Proposed event raised by the Registry contract.
type RegistryProposed struct {
	Number uint64
	By     common.Address
	Change RegistryChange
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryProposedEventName = "Proposed"

// ContractEventName returns the user-defined event name.
func (RegistryProposed) ContractEventName() string {
	return RegistryProposedEventName
}

// UnpackProposedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Proposed(uint64 indexed number, address indexed by, (uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string),bytes32) change)
func (registry *Registry) UnpackProposedEvent(log *types.Log) (*RegistryProposed, error) {
	event := "Proposed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryProposed)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryThresholdSet represents a ThresholdSet event raised by the Registry contract.
type RegistryThresholdSet struct {
	Threshold uint16
	Owners    uint16
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryThresholdSetEventName = "ThresholdSet"

// ContractEventName returns the user-defined event name.
func (RegistryThresholdSet) ContractEventName() string {
	return RegistryThresholdSetEventName
}

// UnpackThresholdSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ThresholdSet(uint16 threshold, uint16 owners)
func (registry *Registry) UnpackThresholdSetEvent(log *types.Log) (*RegistryThresholdSet, error) {
	event := "ThresholdSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryThresholdSet)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryVoted represents a Voted event raised by the Registry contract.
type RegistryVoted struct {
	Number uint64
	By     common.Address
	Votes  uint16
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryVotedEventName = "Voted"

// ContractEventName returns the user-defined event name.
func (RegistryVoted) ContractEventName() string {
	return RegistryVotedEventName
}

// UnpackVotedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Voted(uint64 indexed number, address indexed by, uint16 votes)
func (registry *Registry) UnpackVotedEvent(log *types.Log) (*RegistryVoted, error) {
	event := "Voted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryVoted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (registry *Registry) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], registry.abi.Errors["AlreadyExecuted"].ID.Bytes()[:4]) {
		return registry.UnpackAlreadyExecutedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["AlreadyVoted"].ID.Bytes()[:4]) {
		return registry.UnpackAlreadyVotedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadChange"].ID.Bytes()[:4]) {
		return registry.UnpackBadChangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadEndpoints"].ID.Bytes()[:4]) {
		return registry.UnpackBadEndpointsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadName"].ID.Bytes()[:4]) {
		return registry.UnpackBadNameError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadPath"].ID.Bytes()[:4]) {
		return registry.UnpackBadPathError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadRole"].ID.Bytes()[:4]) {
		return registry.UnpackBadRoleError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadThreshold"].ID.Bytes()[:4]) {
		return registry.UnpackBadThresholdError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["Closed"].ID.Bytes()[:4]) {
		return registry.UnpackClosedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["DomainOverlaps"].ID.Bytes()[:4]) {
		return registry.UnpackDomainOverlapsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoSubject"].ID.Bytes()[:4]) {
		return registry.UnpackNoSubjectError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return registry.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoWitnessKey"].ID.Bytes()[:4]) {
		return registry.UnpackNoWitnessKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NotAnOwner"].ID.Bytes()[:4]) {
		return registry.UnpackNotAnOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NotYourPrincipal"].ID.Bytes()[:4]) {
		return registry.UnpackNotYourPrincipalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OtherChange"].ID.Bytes()[:4]) {
		return registry.UnpackOtherChangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OutsideDomain"].ID.Bytes()[:4]) {
		return registry.UnpackOutsideDomainError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OwnerExists"].ID.Bytes()[:4]) {
		return registry.UnpackOwnerExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["PrincipalTaken"].ID.Bytes()[:4]) {
		return registry.UnpackPrincipalTakenError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["ProposalVoid"].ID.Bytes()[:4]) {
		return registry.UnpackProposalVoidError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["TooManyOwners"].ID.Bytes()[:4]) {
		return registry.UnpackTooManyOwnersError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["UnknownProposal"].ID.Bytes()[:4]) {
		return registry.UnpackUnknownProposalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return registry.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RegistryAlreadyExecuted represents a AlreadyExecuted error raised by the Registry contract.
type RegistryAlreadyExecuted struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyExecuted(uint64 number)
func RegistryAlreadyExecutedErrorID() common.Hash {
	return common.HexToHash("0x50a6e052a64ef0e0e359d483476796f10c9b2703975549b9462e11ea6db9cbdf")
}

// UnpackAlreadyExecutedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyExecuted(uint64 number)
func (registry *Registry) UnpackAlreadyExecutedError(raw []byte) (*RegistryAlreadyExecuted, error) {
	out := new(RegistryAlreadyExecuted)
	if err := registry.abi.UnpackIntoInterface(out, "AlreadyExecuted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryAlreadyVoted represents a AlreadyVoted error raised by the Registry contract.
type RegistryAlreadyVoted struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyVoted(uint64 number, address account)
func RegistryAlreadyVotedErrorID() common.Hash {
	return common.HexToHash("0xe4df9458dce04a4692596a2c20490c1359a1284cec1357a3aee6fd69d8dad898")
}

// UnpackAlreadyVotedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyVoted(uint64 number, address account)
func (registry *Registry) UnpackAlreadyVotedError(raw []byte) (*RegistryAlreadyVoted, error) {
	out := new(RegistryAlreadyVoted)
	if err := registry.abi.UnpackIntoInterface(out, "AlreadyVoted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadChange represents a BadChange error raised by the Registry contract.
type RegistryBadChange struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadChange()
func RegistryBadChangeErrorID() common.Hash {
	return common.HexToHash("0x86aebc9b4be6214937ac414590c6df89476c5139fe7469c1bedcac8042f9ae73")
}

// UnpackBadChangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadChange()
func (registry *Registry) UnpackBadChangeError(raw []byte) (*RegistryBadChange, error) {
	out := new(RegistryBadChange)
	if err := registry.abi.UnpackIntoInterface(out, "BadChange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadEndpoints represents a BadEndpoints error raised by the Registry contract.
type RegistryBadEndpoints struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadEndpoints()
func RegistryBadEndpointsErrorID() common.Hash {
	return common.HexToHash("0x655849c6c66b78c8f20d904e66509a87b2b452973d3d76ec690e2070c8bf0b82")
}

// UnpackBadEndpointsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadEndpoints()
func (registry *Registry) UnpackBadEndpointsError(raw []byte) (*RegistryBadEndpoints, error) {
	out := new(RegistryBadEndpoints)
	if err := registry.abi.UnpackIntoInterface(out, "BadEndpoints", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadName represents a BadName error raised by the Registry contract.
type RegistryBadName struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadName()
func RegistryBadNameErrorID() common.Hash {
	return common.HexToHash("0x153736cdc513f7b7c5a7b4bce0c42036e1e7c69bb09e8a4356571ad5f4c69737")
}

// UnpackBadNameError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadName()
func (registry *Registry) UnpackBadNameError(raw []byte) (*RegistryBadName, error) {
	out := new(RegistryBadName)
	if err := registry.abi.UnpackIntoInterface(out, "BadName", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadPath represents a BadPath error raised by the Registry contract.
type RegistryBadPath struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadPath()
func RegistryBadPathErrorID() common.Hash {
	return common.HexToHash("0x64325c91f108520b461bf37f7e682ef85952d4d50489069c2e798b1861f04e29")
}

// UnpackBadPathError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadPath()
func (registry *Registry) UnpackBadPathError(raw []byte) (*RegistryBadPath, error) {
	out := new(RegistryBadPath)
	if err := registry.abi.UnpackIntoInterface(out, "BadPath", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadRole represents a BadRole error raised by the Registry contract.
type RegistryBadRole struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadRole()
func RegistryBadRoleErrorID() common.Hash {
	return common.HexToHash("0xd5c84cfb233f8ccc13b53b73ab1bcbc6e10a403631ba09b147240ef723b4360d")
}

// UnpackBadRoleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadRole()
func (registry *Registry) UnpackBadRoleError(raw []byte) (*RegistryBadRole, error) {
	out := new(RegistryBadRole)
	if err := registry.abi.UnpackIntoInterface(out, "BadRole", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadThreshold represents a BadThreshold error raised by the Registry contract.
type RegistryBadThreshold struct {
	Threshold uint16
	Owners    uint16
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadThreshold(uint16 threshold, uint16 owners)
func RegistryBadThresholdErrorID() common.Hash {
	return common.HexToHash("0xce665eaab79acbecdd20b69a6f6cfc9d14f9df5c1cad0b57806cbe363106a20d")
}

// UnpackBadThresholdError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadThreshold(uint16 threshold, uint16 owners)
func (registry *Registry) UnpackBadThresholdError(raw []byte) (*RegistryBadThreshold, error) {
	out := new(RegistryBadThreshold)
	if err := registry.abi.UnpackIntoInterface(out, "BadThreshold", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryClosed represents a Closed error raised by the Registry contract.
type RegistryClosed struct {
	Successor common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Closed(address successor)
func RegistryClosedErrorID() common.Hash {
	return common.HexToHash("0x13607bf9d2dd20e1f3a7daf47ab12856f8aad65e6ae7e2c75ace3d0c424a40e8")
}

// UnpackClosedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Closed(address successor)
func (registry *Registry) UnpackClosedError(raw []byte) (*RegistryClosed, error) {
	out := new(RegistryClosed)
	if err := registry.abi.UnpackIntoInterface(out, "Closed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryDomainOverlaps represents a DomainOverlaps error raised by the Registry contract.
type RegistryDomainOverlaps struct {
	Domain string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DomainOverlaps(string domain)
func RegistryDomainOverlapsErrorID() common.Hash {
	return common.HexToHash("0x34a3ab4142d0a57d872a814d85fc205357fef7b34944de841c80cfedff7605c1")
}

// UnpackDomainOverlapsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DomainOverlaps(string domain)
func (registry *Registry) UnpackDomainOverlapsError(raw []byte) (*RegistryDomainOverlaps, error) {
	out := new(RegistryDomainOverlaps)
	if err := registry.abi.UnpackIntoInterface(out, "DomainOverlaps", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoSubject represents a NoSubject error raised by the Registry contract.
type RegistryNoSubject struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSubject()
func RegistryNoSubjectErrorID() common.Hash {
	return common.HexToHash("0x447d59d045e1f85d67047658fbaed95a06c3db14aa19d354e3af6d0d0619886b")
}

// UnpackNoSubjectError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSubject()
func (registry *Registry) UnpackNoSubjectError(raw []byte) (*RegistryNoSubject, error) {
	out := new(RegistryNoSubject)
	if err := registry.abi.UnpackIntoInterface(out, "NoSubject", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoSuchIndex represents a NoSuchIndex error raised by the Registry contract.
type RegistryNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func RegistryNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (registry *Registry) UnpackNoSuchIndexError(raw []byte) (*RegistryNoSuchIndex, error) {
	out := new(RegistryNoSuchIndex)
	if err := registry.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoWitnessKey represents a NoWitnessKey error raised by the Registry contract.
type RegistryNoWitnessKey struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoWitnessKey()
func RegistryNoWitnessKeyErrorID() common.Hash {
	return common.HexToHash("0x935a4cee0c1b24843afe59148e03d3569df35784a92b0f686703a74a97e89c08")
}

// UnpackNoWitnessKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoWitnessKey()
func (registry *Registry) UnpackNoWitnessKeyError(raw []byte) (*RegistryNoWitnessKey, error) {
	out := new(RegistryNoWitnessKey)
	if err := registry.abi.UnpackIntoInterface(out, "NoWitnessKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNotAnOwner represents a NotAnOwner error raised by the Registry contract.
type RegistryNotAnOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnOwner(address account)
func RegistryNotAnOwnerErrorID() common.Hash {
	return common.HexToHash("0x351c880f97b5c9fe8a78843b2620da6200784fced5facc1080bec2fc770491c5")
}

// UnpackNotAnOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnOwner(address account)
func (registry *Registry) UnpackNotAnOwnerError(raw []byte) (*RegistryNotAnOwner, error) {
	out := new(RegistryNotAnOwner)
	if err := registry.abi.UnpackIntoInterface(out, "NotAnOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNotYourPrincipal represents a NotYourPrincipal error raised by the Registry contract.
type RegistryNotYourPrincipal struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotYourPrincipal(address account)
func RegistryNotYourPrincipalErrorID() common.Hash {
	return common.HexToHash("0xd06810583fdc0046494287289fdbf0738f2426ca7a0181982cb19a10e6a36896")
}

// UnpackNotYourPrincipalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotYourPrincipal(address account)
func (registry *Registry) UnpackNotYourPrincipalError(raw []byte) (*RegistryNotYourPrincipal, error) {
	out := new(RegistryNotYourPrincipal)
	if err := registry.abi.UnpackIntoInterface(out, "NotYourPrincipal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOtherChange represents a OtherChange error raised by the Registry contract.
type RegistryOtherChange struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OtherChange(uint64 number)
func RegistryOtherChangeErrorID() common.Hash {
	return common.HexToHash("0xdcf3e5242e42e6fcc35d2a8902b4dc5277a240c491d90d55f39f9c111a59af39")
}

// UnpackOtherChangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OtherChange(uint64 number)
func (registry *Registry) UnpackOtherChangeError(raw []byte) (*RegistryOtherChange, error) {
	out := new(RegistryOtherChange)
	if err := registry.abi.UnpackIntoInterface(out, "OtherChange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOutsideDomain represents a OutsideDomain error raised by the Registry contract.
type RegistryOutsideDomain struct {
	Domain string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OutsideDomain(string domain)
func RegistryOutsideDomainErrorID() common.Hash {
	return common.HexToHash("0x64eae181f25cd17cd85567ba0e330b60345d7cca8e899a979459f591d5121544")
}

// UnpackOutsideDomainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OutsideDomain(string domain)
func (registry *Registry) UnpackOutsideDomainError(raw []byte) (*RegistryOutsideDomain, error) {
	out := new(RegistryOutsideDomain)
	if err := registry.abi.UnpackIntoInterface(out, "OutsideDomain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOwnerExists represents a OwnerExists error raised by the Registry contract.
type RegistryOwnerExists struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnerExists(address account)
func RegistryOwnerExistsErrorID() common.Hash {
	return common.HexToHash("0x2314c757c675cfc42f1037557a2138df725e1752ab0d063885d1374ba4276cd6")
}

// UnpackOwnerExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnerExists(address account)
func (registry *Registry) UnpackOwnerExistsError(raw []byte) (*RegistryOwnerExists, error) {
	out := new(RegistryOwnerExists)
	if err := registry.abi.UnpackIntoInterface(out, "OwnerExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryPrincipalTaken represents a PrincipalTaken error raised by the Registry contract.
type RegistryPrincipalTaken struct {
	Account common.Address
	Owner   common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PrincipalTaken(address account, address owner)
func RegistryPrincipalTakenErrorID() common.Hash {
	return common.HexToHash("0xf8cbcf421f67fcd7353dfee7103e69594ead4c07081b1fcb95a83e7ed0c7535a")
}

// UnpackPrincipalTakenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PrincipalTaken(address account, address owner)
func (registry *Registry) UnpackPrincipalTakenError(raw []byte) (*RegistryPrincipalTaken, error) {
	out := new(RegistryPrincipalTaken)
	if err := registry.abi.UnpackIntoInterface(out, "PrincipalTaken", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryProposalVoid represents a ProposalVoid error raised by the Registry contract.
type RegistryProposalVoid struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ProposalVoid(uint64 number)
func RegistryProposalVoidErrorID() common.Hash {
	return common.HexToHash("0xa4b66e192ffceca4f91605bfb8a0e852f26a31c428dd0c8018c42c6626b982d0")
}

// UnpackProposalVoidError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ProposalVoid(uint64 number)
func (registry *Registry) UnpackProposalVoidError(raw []byte) (*RegistryProposalVoid, error) {
	out := new(RegistryProposalVoid)
	if err := registry.abi.UnpackIntoInterface(out, "ProposalVoid", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryTooManyOwners represents a TooManyOwners error raised by the Registry contract.
type RegistryTooManyOwners struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyOwners()
func RegistryTooManyOwnersErrorID() common.Hash {
	return common.HexToHash("0x5e1459cc52dac5676ed5fbeb85f9cc7d7beffd6d724640c6db9e9f40eb3ff80b")
}

// UnpackTooManyOwnersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyOwners()
func (registry *Registry) UnpackTooManyOwnersError(raw []byte) (*RegistryTooManyOwners, error) {
	out := new(RegistryTooManyOwners)
	if err := registry.abi.UnpackIntoInterface(out, "TooManyOwners", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryUnknownProposal represents a UnknownProposal error raised by the Registry contract.
type RegistryUnknownProposal struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownProposal(uint64 number)
func RegistryUnknownProposalErrorID() common.Hash {
	return common.HexToHash("0xd1be9852ac4effdbef54a2970b89d467cdde3a7239f007ffdbc2bc62cad09fa8")
}

// UnpackUnknownProposalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownProposal(uint64 number)
func (registry *Registry) UnpackUnknownProposalError(raw []byte) (*RegistryUnknownProposal, error) {
	out := new(RegistryUnknownProposal)
	if err := registry.abi.UnpackIntoInterface(out, "UnknownProposal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryZeroAddress represents a ZeroAddress error raised by the Registry contract.
type RegistryZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func RegistryZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (registry *Registry) UnpackZeroAddressError(raw []byte) (*RegistryZeroAddress, error) {
	out := new(RegistryZeroAddress)
	if err := registry.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
